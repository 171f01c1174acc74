import { isIP } from 'node:net';
import type { LegSettings } from '../phone/leg-settings.ts';
import { TransportRefused } from '../transport/media-transport.ts';
import type { PlainSettings } from './commands.ts';

/** @throws TransportRefused for what is no IP address: names are signaling's to resolve */
export function readLeg({ srtp, ...settings }: PlainSettings): LegSettings {
  const { address } = settings.remote;
  if (isIP(address) === 0) throw new TransportRefused(`${address} is no IP address.`);
  if (srtp === undefined) return settings;
  const [local, remote] = [Buffer.from(srtp.local, 'base64'), Buffer.from(srtp.remote, 'base64')];
  return { ...settings, srtp: { local, remote } };
}
