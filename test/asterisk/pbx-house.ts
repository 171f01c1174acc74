import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Asterisk, startAsterisk } from '../peers/asterisk.ts';
import { furnish, made } from '../telephony/desk.ts';
import { type Answer, openPhoneHouse, type PhoneHouse } from '../telephony/phone-house.ts';
import { TonePhone } from '../telephony/tone-phone.ts';

/** RTP and UDP, or ICE with DTLS-SRTP and a WebSocket. */
export type TrunkKind = 'plain' | 'webrtc';

/** The server, a real Asterisk behind a trunk, a phone of either, and each plays its tone. */
export interface PbxHouse {
  readonly house: PhoneHouse;
  readonly asterisk: Asterisk;
  readonly trunkId: string;
  /** 2001 at the PBX. */
  readonly phone: TonePhone;
  /** 1002 at the server: an administrator's, who may call out. */
  readonly desk: TonePhone;
  /** The desk's phone calls a number of the PBX. @returns the path of the call */
  calls(number: string): Promise<string>;
  /** The digits that the events of a call tell of. */
  keysToldOf(call: string): Promise<readonly string[]>;
}

const SERVER = '127.0.0.2';
const LOOK_MS = 100;

export async function openPbxHouse(t: TestContext, kind: TrunkKind): Promise<PbxHouse> {
  const house = await openPhoneHouse(t, {
    env: { SGE_SIP_HOST: SERVER, SGE_MEDIA_HOST: '127.0.0.1' },
  });
  const asterisk = await startAsterisk({
    server: { host: SERVER, sipPort: house.sipPort, agiPort: house.agiPort },
    ...{ apiKey: '', apiUrl: house.product.url, webrtc: kind === 'webrtc' },
  });
  t.after(() => asterisk.stop());
  const desk = await furnish(house, { user: 'boss', number: '1002', toneHz: 1000, host: SERVER });
  t.after(() => desk.stop());
  const own = await house.token('boss');
  const trunkId = await joined(house, asterisk, kind);
  const phone = await TonePhone.start({
    account: `<sip:2001@127.0.0.1:${asterisk.sipPort}>;auth_pass=${asterisk.phonePassword};regint=60`,
    toneHz: 440,
  });
  t.after(() => phone.stop());
  return {
    ...{ house, asterisk, trunkId, phone, desk },
    calls: async (number) => {
      await desk.dials(`sip:${number}@${SERVER}:${house.sipPort}`);
      const some = ({ data }: Answer['body']) => Array.isArray(data) && data.length > 0;
      const { data } = await house.until('/calls', some, own);
      const [call] = Array.isArray(data) ? data : [];
      return `/calls/${String(call.id)}`;
    },
    keysToldOf: async (call) => {
      const { body } = await house.ask('GET', `${call}/events`, undefined, own);
      const told = Array.isArray(body.data) ? body.data : [];
      return told.filter(({ type }) => type === 'call.dtmf').map(({ data }) => data.digits);
    },
  };
}

/** The trunk that the guide of either kind makes, once it serves. */
async function joined(house: PhoneHouse, asterisk: Asterisk, kind: TrunkKind): Promise<string> {
  const { sipPort, httpPort, trunkPassword } = asterisk;
  const plain = { auth: 'ip', uri: `sip:127.0.0.1:${sipPort}`, source_ips: ['127.0.0.1'] };
  const webrtc = {
    ...{ auth: 'register', uri: `sip:127.0.0.1:${httpPort}`, transport: 'ws' },
    ...{ username: 'sge-webrtc', password: trunkPassword, srtp: 'dtls' },
  };
  const { body } = await made(
    house.ask('POST', '/trunks', {
      ...{ name: 'asterisk', routes: [{ prefix: '2' }] },
      ...(kind === 'plain' ? plain : webrtc),
    }),
  );
  const id = String(body.id);
  while (kind === 'webrtc' && !(await isRegistered(house, id))) await setTimeout(LOOK_MS);
  return id;
}

async function isRegistered(house: PhoneHouse, trunkId: string): Promise<boolean> {
  const { body } = await house.ask('POST', `/trunks/${trunkId}/test`);
  return body.registered === true;
}
