import { Concealment, JitterBuffer } from '@sky-genesis/rtp';
import { MIX_RATE, STEP_MS, STEP_SAMPLES } from './sound.ts';

const DELAY = { minDelayMs: 20, maxDelayMs: 240 } as const;
/** Opus packets last up to 120 ms; one more step may be left of the one before. */
const CAPACITY = (MIX_RATE * (120 + STEP_MS)) / 1000 + MIX_RATE / 10;
/** Missing steps that are concealed before there is silence. */
const CONCEALED = 4;

/** What plays one stream of sound: packets in, as they come; even steps of 20 ms out. */
export class Playout {
  readonly #buffer: JitterBuffer;
  readonly #decode: (payload: Uint8Array) => Int16Array | undefined;
  readonly #concealment = new Concealment(STEP_SAMPLES);
  readonly #ready = new Int16Array(CAPACITY);
  readonly #stand = new Int16Array(STEP_SAMPLES);
  #filled = 0;
  #missing = CONCEALED;

  /** @param decode to samples at `MIX_RATE` */
  constructor(clockRate: number, decode: (payload: Uint8Array) => Int16Array | undefined) {
    this.#buffer = new JitterBuffer({ clockRate, frameMs: STEP_MS, ...DELAY });
    this.#decode = decode;
  }

  /** The payload is kept. */
  insert(
    sequenceNumber: number,
    timestamp: number,
    payload: Uint8Array,
    durationMs: number,
    nowMs: number,
  ): void {
    this.#buffer.insert(sequenceNumber, timestamp, payload, durationMs, nowMs);
  }

  /** Fills `into` with the next step; false, leaving it, when there is silence. */
  take(into: Int16Array, nowMs: number): boolean {
    while (this.#filled < STEP_SAMPLES) if (!this.#fill(nowMs)) break;
    if (this.#filled === 0) return false;
    const count = Math.min(this.#filled, STEP_SAMPLES);
    into.set(this.#ready.subarray(0, count));
    into.fill(0, count);
    this.#ready.copyWithin(0, count, this.#filled);
    this.#filled -= count;
    return true;
  }

  /** Decodes what is due; false when nothing is. */
  #fill(nowMs: number): boolean {
    const step = this.#buffer.pull(nowMs);
    const samples = step.kind === 'frame' ? this.#decode(step.payload) : undefined;
    if (samples !== undefined) {
      this.#missing = 0;
      this.#append(samples);
      this.#concealment.remember(
        this.#ready.subarray(Math.max(0, this.#filled - STEP_SAMPLES), this.#filled),
      );
      return true;
    }
    if (this.#missing >= CONCEALED) return false;
    this.#missing += 1;
    this.#concealment.conceal(this.#stand);
    this.#append(this.#stand);
    return true;
  }

  #append(samples: Int16Array): void {
    const kept = samples.subarray(0, this.#ready.length - this.#filled);
    this.#ready.set(kept, this.#filled);
    this.#filled += kept.length;
  }
}
