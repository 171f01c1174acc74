import { randomBytes } from 'node:crypto';
import {
  type AudioDescription,
  type AudioMeans,
  answerAudio,
  type Direction,
  type DtlsDescription,
  type DtlsSetup,
  type Origin,
  offerAudio,
  readTelephony,
  type SdesKey,
  srtpOf,
  type TelephonyDescription,
  writeTelephony,
} from '@sky-genesis/sdp';
import { randomHex, systemRandom } from '@sky-genesis/sip';
import type {
  AgreedAudio,
  DtlsEnd,
  PhoneLine,
  SipCodec,
  SrtpMode,
} from '../../domain/telephony/index.ts';

/** RFC 4568 §6.1: 16 octets of key and 14 of salt. */
const KEY_AND_SALT_BYTES = 30;
/** Of the one section in offers of ours (RFC 5888). */
const MID = '0';

export interface PhoneAudioOptions {
  readonly codecs: readonly SipCodec[];
  readonly srtp: SrtpMode;
  readonly latch: AgreedAudio['latch'];
}

/** The two ends' descriptions of one phone's sound, and what they come to (RFC 3264). */
export class PhoneAudio {
  #line: PhoneLine;
  readonly #options: PhoneAudioOptions;
  readonly #sessionId = String(Number.parseInt(randomHex(systemRandom, 6), 16));
  #key: SdesKey | undefined;
  /** Ours in DTLS; `actpass` until it is settled. */
  #role: DtlsSetup = 'actpass';
  #version = 0;
  #direction: Direction = 'sendrecv';
  #local: AudioDescription | undefined;
  #remote: AudioDescription | undefined;

  constructor(line: PhoneLine, options: PhoneAudioOptions) {
    this.#line = line;
    this.#options = options;
    this.#key = options.srtp === 'sdes' ? newKey() : undefined;
  }

  /** Whether the phone neither sends to us nor hears us: somebody has put us on hold. */
  get heldByPhone(): boolean {
    const direction = this.#remote?.direction ?? 'sendrecv';
    return direction === 'sendonly' || direction === 'inactive';
  }

  /** Our offer; the direction says whether we hold the phone. */
  offer(direction: Direction = this.#direction): Uint8Array {
    this.#direction = direction;
    const first = offerAudio(this.#means());
    const { address, port, rtcpPort, keys } = first;
    // Payload types stay what they were agreed to be (RFC 3264 §8.3.2).
    const before = this.#local;
    this.#local =
      before === undefined
        ? first
        : {
            ...before,
            ...{ direction, address, port, keys },
            rtcpPort: before.rtcpMux ? port : rtcpPort,
            dtls: reoffered(first.dtls, before.dtls),
          };
    return this.#write(this.#local);
  }

  /** The phone is to send elsewhere, from the next offer on; what it is sent is under a key of that place. */
  moveTo(line: PhoneLine): void {
    this.#line = line;
    if (this.#key !== undefined) this.#key = newKey();
    this.#role = 'actpass';
  }

  /**
   * Our answer to the phone's offer; undefined where nothing fits.
   * @param preferred taken if the phone offers it, whatever it would prefer: what it speaks already, unless told otherwise
   */
  answer(offered: Uint8Array, preferred = this.agreed?.codec): Uint8Array | undefined {
    const description = read(offered);
    if (description === undefined) return undefined;
    const means = this.#means();
    const codecs = means.codecs.filter((name) => name === preferred);
    const { audio } = description;
    const answer = answerAudio(audio, { ...means, codecs }) ?? answerAudio(audio, means);
    if (answer === undefined) return undefined;
    this.#remote = description.audio;
    this.#local = answer;
    this.#settleRole(answer.dtls?.setup ?? 'actpass');
    return this.#write(answer, description);
  }

  /** Takes the phone's answer to our offer; false where it is none. */
  accept(answered: Uint8Array): boolean {
    const description = read(answered);
    const local = this.#local;
    if (description === undefined || local === undefined) return false;
    const [codec] = description.audio.codecs;
    const ours = local.codecs.find(({ name }) => name === codec?.name);
    if (codec === undefined || ours === undefined) return false;
    if (srtpOf(description.audio) !== this.#options.srtp) return false;
    this.#remote = description.audio;
    this.#local = { ...local, codecs: [ours] };
    this.#settleRole(description.audio.dtls?.setup === 'active' ? 'passive' : 'active');
    return true;
  }

  /** What has been agreed; undefined before. */
  get agreed(): AgreedAudio | undefined {
    const { local, remote } = { local: this.#local, remote: this.#remote };
    const [codec] = local?.codecs ?? [];
    const theirs = remote?.codecs.find(({ name }) => name === codec?.name);
    const name = this.#options.codecs.find((known) => known === codec?.name);
    if (!local || !remote || !theirs || name === undefined) return undefined;
    const { address, port, rtcpPort } = remote;
    const key = remote.keys[0];
    return {
      remote: { address, port, rtcpPort },
      rtcpMux: local.rtcpMux,
      codec: name,
      payloadType: theirs.payloadType,
      telephoneEvent: remote.telephoneEvent,
      ptimeMs: remote.ptimeMs,
      sends: sends(this.#direction) && receives(remote.direction),
      receives: receives(this.#direction) && sends(remote.direction),
      srtp:
        this.#key === undefined || key === undefined
          ? null
          : { local: this.#key.keyAndSalt, remote: key.keyAndSalt },
      dtls: remote.dtls === null ? null : this.#endOf(remote.dtls),
      latch: this.#options.latch,
    };
  }

  #means(): AudioMeans {
    const { address, port, dtls } = this.#line;
    const { codecs } = this.#options;
    const direction = this.#direction;
    return {
      ...{ address, port, codecs, direction },
      ...(this.#key ? { key: this.#key } : {}),
      ...(dtls === null ? {} : { dtls: { ...dtls, setup: this.#role, mid: MID } }),
    };
  }

  /** Who opens the handshake stays who it is, whoever offers next (RFC 8842 §5.2). */
  #settleRole(role: DtlsSetup): void {
    if (this.#role === 'actpass') this.#role = role;
  }

  #endOf({ iceUfrag, icePwd, fingerprint }: DtlsDescription): DtlsEnd {
    const setup = this.#role === 'active' ? 'passive' : 'active';
    return { iceUfrag, icePwd, fingerprint, setup };
  }

  #write(audio: AudioDescription, description?: TelephonyDescription): Uint8Array {
    this.#version += 1;
    const origin: Origin = { sessionId: this.#sessionId, version: this.#version };
    return Buffer.from(writeTelephony(origin, audio, description?.sections), 'utf8');
  }
}

function read(session: Uint8Array): TelephonyDescription | undefined {
  const parsed = readTelephony(Buffer.from(session).toString('utf8'));
  return parsed.ok ? parsed.value : undefined;
}

/** In the section that there is. Ours as it is now, since a line that is new has credentials of its own. */
function reoffered(
  now: DtlsDescription | null,
  before: DtlsDescription | null,
): DtlsDescription | null {
  return now === null || before === null ? now : { ...now, mid: before.mid };
}

function newKey(): SdesKey {
  const keyAndSalt = randomBytes(KEY_AND_SALT_BYTES).toString('base64');
  return { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keyAndSalt };
}

function sends(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

function receives(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}
