import {
  audioLevelOf,
  ExtensionBlock,
  measureLevel,
  RTP_HEADER_BYTES,
  SILENCE_DBOV,
  writeRtpHeader,
} from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import { voiceEncoder } from './leg-codec.ts';

const PAYLOAD_TYPE = 111;
const LEVEL_ID = 1;
/** Opus counts at 48 kHz whatever it encodes (RFC 7587 section 4.1): 20 ms. */
const STEP_TICKS = 960;
/** Louder than this is speech, in -dBov. */
const VOICE_DBOV = 50;
/** Silence is sent for so many steps, and then no more (RFC 7587 section 3.1.3). */
const SILENT_STEPS = 25;

/** The sound of one telephone as browsers get it: RTP packets of Opus, as if a browser had published them. */
export class PhoneVoice {
  readonly uplink: Uplink;
  readonly #ssrc: number;
  readonly #encoder = voiceEncoder();
  readonly #block = new ExtensionBlock(16);
  #sequence: number;
  #timestamp: number;
  #silentSteps = 0;

  constructor(ssrc: number, firstSequence: number, firstTimestamp: number) {
    this.#ssrc = ssrc;
    this.#sequence = firstSequence;
    this.#timestamp = firstTimestamp;
    this.uplink = {
      mid: 'phone',
      kind: 'audio',
      codec: {
        name: 'opus',
        payloadType: PAYLOAD_TYPE,
        clockRate: 48_000,
        channels: 2,
        parameters: '',
        feedback: [],
      },
      extensions: { audioLevel: LEVEL_ID },
      direction: 'recvonly',
      rids: [],
      ssrcs: [{ ssrc }],
    };
  }

  /** The packet for one step of sound; undefined where silence goes on. */
  next(frame: Int16Array, silent: boolean): Uint8Array | undefined {
    this.#timestamp = (this.#timestamp + STEP_TICKS) >>> 0;
    const level = silent ? SILENCE_DBOV : measureLevel(frame);
    const began = this.#silentSteps >= SILENT_STEPS;
    this.#silentSteps = level === SILENCE_DBOV ? this.#silentSteps + 1 : 0;
    if (this.#silentSteps >= SILENT_STEPS) return undefined;
    const payload = this.#encoder.encode(frame);
    this.#block.begin().addU8(LEVEL_ID, audioLevelOf(level, level <= VOICE_DBOV));
    this.#block.end();
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const fields = {
      marker: began,
      payloadType: PAYLOAD_TYPE,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
    };
    const packet = new Uint8Array(RTP_HEADER_BYTES + this.#block.length + payload.length);
    packet.set(payload, writeRtpHeader(packet, 0, fields, this.#block));
    return packet;
  }
}
