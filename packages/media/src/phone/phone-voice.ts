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
import { type PacketNumbers, StreamNumbers } from './stream-numbers.ts';

const PAYLOAD_TYPE = 111;
const LEVEL_ID = 1;
/** Opus counts at 48 kHz whatever it encodes (RFC 7587 section 4.1): 20 ms. */
const STEP_TICKS = 960;
/** Louder than this is speech, in -dBov. */
const VOICE_DBOV = 50;
/** Silence is sent for so many steps, and then no more (RFC 7587 section 3.1.3). */
const SILENT_STEPS = 25;

/** A payload of Opus that is passed on as it is. */
export interface PassedSound extends PacketNumbers {
  readonly payload: Uint8Array;
}

/** The sound of one telephone as browsers get it: RTP packets of Opus, as if a browser had published them. */
export class PhoneVoice {
  readonly uplink: Uplink;
  readonly #ssrc: number;
  readonly #encoder = voiceEncoder();
  readonly #block = new ExtensionBlock(16);
  readonly #numbers: StreamNumbers;
  #silentSteps = 0;

  constructor(ssrc: number, firstSequence: number, firstTimestamp: number) {
    this.#ssrc = ssrc;
    this.#numbers = new StreamNumbers(firstSequence, firstTimestamp);
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

  /** These steps are not sent. */
  leaveOut(steps: number): void {
    this.#numbers.advance(steps * STEP_TICKS);
  }

  /** The packet for one step of sound; undefined where silence goes on. */
  next(frame: Int16Array, silent: boolean): Uint8Array | undefined {
    this.#numbers.advance(STEP_TICKS);
    const level = silent ? SILENCE_DBOV : measureLevel(frame);
    const began = this.#silentSteps >= SILENT_STEPS;
    this.#silentSteps = level === SILENCE_DBOV ? this.#silentSteps + 1 : 0;
    if (this.#silentSteps >= SILENT_STEPS) return undefined;
    const sequenceNumber = this.#numbers.next();
    const { timestamp } = this.#numbers;
    return this.#packet(sequenceNumber, timestamp, began, level, this.#encoder.encode(frame));
  }

  /**
   * The packet for a payload that the telephone itself has encoded as Opus.
   * @param frame what it plays at present, by which its level is measured
   */
  pass({ payload, ...from }: PassedSound, frame: Int16Array, silent: boolean): Uint8Array {
    this.#numbers.place(from, STEP_TICKS);
    const { placedSequence, placedTimestamp } = this.#numbers;
    const level = silent ? SILENCE_DBOV : measureLevel(frame);
    return this.#packet(placedSequence, placedTimestamp, false, level, payload);
  }

  #packet(
    sequenceNumber: number,
    timestamp: number,
    marker: boolean,
    level: number,
    payload: Uint8Array,
  ): Uint8Array {
    this.#block.begin().addU8(LEVEL_ID, audioLevelOf(level, level <= VOICE_DBOV));
    this.#block.end();
    const ssrc = this.#ssrc;
    const fields = { marker, payloadType: PAYLOAD_TYPE, sequenceNumber, timestamp, ssrc };
    const packet = new Uint8Array(RTP_HEADER_BYTES + this.#block.length + payload.length);
    packet.set(payload, writeRtpHeader(packet, 0, fields, this.#block));
    return packet;
  }
}
