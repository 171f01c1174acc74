import { setTimeout } from 'node:timers/promises';
import { type Asterisk, startAsterisk } from '../peers/asterisk.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { furnish, made } from '../telephony/desk.ts';
import { type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import { TonePhone } from '../telephony/tone-phone.ts';

/** RTP and UDP, or ICE with DTLS-SRTP and a WebSocket. */
export type TrunkKind = 'plain' | 'webrtc';

/** Where its SIP is, so that the PBX, on 127.0.0.1, can tell it from phones. */
export const SERVER = '127.0.0.2';
const LOOK_MS = 100;
const LIMIT_MS = 10_000;

/** The server, a real Asterisk behind a trunk, and a phone of either, each of which plays its tone. */
export class PbxHouse {
  readonly asterisk: Asterisk;
  /** 2001 at the PBX. */
  readonly phone: TonePhone;
  /** 1002 at the server. */
  readonly desk: TonePhone;
  readonly #house: PhoneHouse;
  readonly #caller: string;
  readonly #stops: readonly (() => Promise<void>)[];

  private constructor(
    house: PhoneHouse,
    asterisk: Asterisk,
    phones: { readonly phone: TonePhone; readonly desk: TonePhone },
    caller: string,
    stops: readonly (() => Promise<void>)[],
  ) {
    this.#house = house;
    this.asterisk = asterisk;
    this.phone = phones.phone;
    this.desk = phones.desk;
    this.#caller = caller;
    this.#stops = stops;
  }

  static async open(kind: TrunkKind): Promise<PbxHouse> {
    const stops: (() => Promise<void>)[] = [];
    try {
      return await PbxHouse.#open(kind, stops);
    } catch (error) {
      await stopAll(stops);
      throw error;
    }
  }

  static async #open(kind: TrunkKind, stops: (() => Promise<void>)[]): Promise<PbxHouse> {
    const kept = <T extends { stop(): Promise<void> }>(started: T): T => {
      stops.unshift(() => started.stop());
      return started;
    };
    const env = { SGE_SIP_HOST: SERVER, SGE_MEDIA_HOST: '127.0.0.1', SGE_MEDIA_WORKERS: '1' };
    const product: Product = kept(await startProduct({ env }));
    const house = await phoneHouseOf(product);
    const asterisk = kept(await pbxBeside(house, kind));
    const [desk, phone] = await Promise.all([
      furnish(house, { user: 'dave', number: '1002', toneHz: 1000, host: SERVER }),
      phoneOf(asterisk, 440),
    ]);
    kept(desk);
    kept(phone);
    const scopes = 'calls:read calls:write calls:external';
    const caller = await product.sge('token', 'create', '--user', 'boss', '--scope', scopes);
    return new PbxHouse(house, asterisk, { phone, desk }, caller, stops);
  }

  /** The desk, which answers, and a number of the PBX are called together. @returns the path of the call */
  async calls(number: string): Promise<string> {
    const participants = ['dave', `sip:${number}@127.0.0.1`];
    const call = { participants, call_type: 'audio' };
    const { body } = await made(this.#house.ask('POST', '/calls', call, this.#caller));
    await this.desk.answers();
    return `/calls/${String(body.id)}`;
  }

  /** Phone and desk hear one another, and neither itself. */
  async isHeardBothWays(): Promise<void> {
    const { phone, desk } = this;
    await Promise.all([phone.hears(desk.toneHz), desk.hears(phone.toneHz)]);
  }

  /** The digits that the events of a call tell of. */
  async keysToldOf(call: string): Promise<readonly string[]> {
    const { body } = await this.#house.ask('GET', `${call}/events`, undefined, this.#caller);
    const told = Array.isArray(body.data) ? body.data : [];
    return told.filter(({ type }) => type === 'call.dtmf').map(({ data }) => data.digits);
  }

  async ends(call: string): Promise<void> {
    await this.#house.ask('POST', `${call}/end`, undefined, this.#caller);
    await this.desk.isLeft();
  }

  async stop(): Promise<void> {
    await stopAll(this.#stops);
  }
}

/** A real Asterisk behind a trunk of the server, which has its SIP on `SERVER`. */
export async function pbxBeside(house: PhoneHouse, kind: TrunkKind): Promise<Asterisk> {
  const asterisk = await startAsterisk({
    server: { host: SERVER, sipPort: house.sipPort, agiPort: house.agiPort },
    ...{ apiKey: '', apiUrl: house.product.url, webrtc: kind === 'webrtc' },
  });
  try {
    await join(house, asterisk, kind);
    return asterisk;
  } catch (error) {
    await asterisk.stop();
    throw error;
  }
}

/** 2001 at the PBX. */
export function phoneOf(asterisk: Asterisk, toneHz: number): Promise<TonePhone> {
  const account = `<sip:2001@127.0.0.1:${asterisk.sipPort}>;auth_pass=${asterisk.phonePassword};regint=60`;
  return TonePhone.start({ account, toneHz });
}

/** The trunk that the guide makes, once it serves. */
async function join(house: PhoneHouse, asterisk: Asterisk, kind: TrunkKind): Promise<void> {
  const { sipPort, httpPort, trunkPassword } = asterisk;
  const plain = { auth: 'ip', uri: `sip:127.0.0.1:${sipPort}`, source_ips: ['127.0.0.1'] };
  const webrtc = {
    ...{ auth: 'register', uri: `sip:127.0.0.1:${httpPort}`, transport: 'ws' },
    ...{ username: 'sge-webrtc', password: trunkPassword, srtp: 'dtls' },
  };
  const named = { name: 'asterisk', routes: [{ prefix: '2' }] };
  const settings = { ...named, ...(kind === 'plain' ? plain : webrtc) };
  const { body } = await made(house.ask('POST', '/trunks', settings));
  const endMs = performance.now() + LIMIT_MS;
  while (kind === 'webrtc' && !(await isRegistered(house, String(body.id)))) {
    if (performance.now() > endMs) throw new Error('the trunk has never registered');
    await setTimeout(LOOK_MS);
  }
}

async function isRegistered(house: PhoneHouse, trunkId: string): Promise<boolean> {
  const { body } = await house.ask('POST', `/trunks/${trunkId}/test`);
  return body.registered === true;
}

async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}
