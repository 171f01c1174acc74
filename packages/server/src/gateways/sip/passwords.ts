import { type DigestAlgorithm, digestHa1 } from '@sky-genesis/sip';
import { type Device, devicePasswordContext, type Trunk } from '../../domain/telephony/index.ts';
import type { SipIdentityParts } from './ports.ts';

/** Who signs in by digest: a phone, or a trunk's peer. */
export type DigestUser =
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'trunk'; readonly trunk: Trunk };

/** Finds who signs in by a name; a phone before a trunk. */
export async function findDigestUser(
  { devices, trunks }: SipIdentityParts,
  username: string,
): Promise<DigestUser | undefined> {
  const device = await devices.findByUsername(username);
  if (device !== undefined) return { kind: 'device', device };
  const trunk = trunks.all.find(
    ({ settings }) => settings.auth === 'digest' && settings.username === username,
  );
  return trunk === undefined ? undefined : { kind: 'trunk', trunk };
}

/** H(username:realm:password), made of the sealed password each time it is asked for: no hash lies anywhere. */
export async function findHa1(
  parts: SipIdentityParts,
  realm: string,
  username: string,
  algorithm: DigestAlgorithm,
): Promise<string | undefined> {
  const user = await findDigestUser(parts, username);
  const password = user === undefined ? undefined : passwordOf(parts, user);
  return password === undefined ? undefined : digestHa1(algorithm, username, realm, password);
}

function passwordOf(parts: SipIdentityParts, user: DigestUser): string | undefined {
  if (user.kind === 'trunk') return parts.trunkPassword(user.trunk)?.reveal();
  const { id, sealedPassword } = user.device;
  const plain = parts.envelope.open(sealedPassword, devicePasswordContext(id));
  return Buffer.from(plain).toString('utf8');
}
