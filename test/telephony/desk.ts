import type { Answer, PhoneHouse } from './phone-house.ts';
import { TonePhone } from './tone-phone.ts';

export interface Desk {
  readonly user: string;
  readonly toneHz: number;
  /** The extension at which the phone is called. */
  readonly number: string;
  /** What its device signs in as. */
  readonly device?: string;
  /** Modules of codecs beside G.711. */
  readonly codecs?: readonly string[];
  /** The only codec it speaks, as baresip names it; all it knows by default. */
  readonly speaks?: string;
  /** Where the house is; 127.0.0.1 by default. */
  readonly host?: string;
  /** How its sound is encrypted: not at all, unless it is said. */
  readonly srtp?: 'sdes' | 'dtls';
  /** How its keys are sent: as RFC 4733 has it, unless it is said. */
  readonly keys?: 'info';
}

/** What makes baresip speak so, and in no other way. */
const ENCRYPTIONS = {
  off: { modules: [], config: [], account: '' },
  sdes: { modules: ['srtp.so'], config: [], account: ';mediaenc=srtp-mand' },
  dtls: {
    modules: ['dtls_srtp.so', 'ice.so'],
    config: ['rtcp_mux yes'],
    account: ';mediaenc=dtls_srtp;medianat=ice',
  },
} as const;

/** A phone on somebody's desk: known to the house, signed in, and called by number. Not before it is there. */
export async function furnish(house: PhoneHouse, desk: Desk): Promise<TonePhone> {
  const { toneHz, codecs = [], srtp } = desk;
  const account = await accountAt(house, desk);
  const { modules, config } = ENCRYPTIONS[srtp ?? 'off'];
  return await TonePhone.start({ account, toneHz, codecs: [...codecs, ...modules], config });
}

/** The line of baresip's `accounts` for a phone that the house is told of. */
export async function accountAt(
  house: PhoneHouse,
  {
    user,
    number,
    speaks,
    keys,
    host = '127.0.0.1',
    device: username = `${user}-desk`,
    srtp,
  }: Omit<Desk, 'toneHz'>,
): Promise<string> {
  await house.token(user);
  const device = { user_id: user, username, device_name: 'Desk', ...(srtp && { srtp }) };
  const { body } = await made(house.ask('POST', '/devices', device));
  await made(house.ask('POST', '/extensions', { number, user_id: user }));
  return (
    `<sip:${username}@${host}:${house.sipPort};transport=udp>` +
    `;auth_pass=${String(body.password)};answermode=manual;regint=60` +
    (speaks === undefined ? '' : `;audio_codecs=${speaks}`) +
    (keys === undefined ? '' : `;dtmfmode=${keys}`) +
    ENCRYPTIONS[srtp ?? 'off'].account
  );
}

/** @throws Error where something was not made */
export async function made(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer;
}
