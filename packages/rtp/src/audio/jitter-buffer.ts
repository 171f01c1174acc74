import { Unwrapper } from '../sequence/unwrapper.ts';
import { DelayTarget } from './delay-target.ts';

export interface JitterBufferSettings {
  /** Of the payload's timestamps, in Hz. */
  readonly clockRate: number;
  /** How long a frame lasts that nothing says more of: a lost one. */
  readonly frameMs: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
}

/** What there is to play. */
export type PlayoutStep =
  /** Decode this; it lasts `durationMs`. */
  | { readonly kind: 'frame'; readonly payload: Uint8Array; readonly durationMs: number }
  /** A packet is lost, and later ones are there: conceal it. */
  | { readonly kind: 'lost'; readonly durationMs: number }
  /** Nothing is there, or the sender pauses: silence, or concealment for the first few. */
  | { readonly kind: 'empty'; readonly durationMs: number };

interface Entry {
  readonly sequence: number;
  /** Unwrapped. */
  readonly timestamp: number;
  readonly durationTicks: number;
  readonly payload: Uint8Array;
}

/** Packets kept at most, however they are stamped. */
const MAX_ENTRIES = 200;
/** A timestamp this far off is another stream's, or the source has restarted. */
const RESET_SECONDS = 10;

/**
 * Orders the packets of one audio stream and plays them out evenly, with as little delay as the
 * network's jitter allows. `pull` is called whenever the player has used up what it got. The delay
 * adapts by playing a gap where packets run out, and by leaving a packet out where too many wait.
 */
export class JitterBuffer {
  readonly #settings: JitterBufferSettings;
  readonly #target = new DelayTarget();
  #timestamps = new Unwrapper(32);
  #sequences = new Unwrapper(16);
  /** By timestamp. */
  #entries: Entry[] = [];
  /** Timestamp to be played next; undefined while filling. */
  #position: number | undefined;
  #playedSequence: number | undefined;
  /** End of what was played last; before it, everything is late or a duplicate. */
  #playedUntil: number | undefined;
  #fillingSinceMs: number | undefined;
  /** Pulls in a row with more in the buffer than needed. */
  #excess = 0;
  #late = 0;
  #skipped = 0;

  constructor(settings: JitterBufferSettings) {
    this.#settings = settings;
  }

  /** The delay that is aimed at. */
  get targetDelayMs(): number {
    const { frameMs, minDelayMs, maxDelayMs } = this.#settings;
    return Math.max(minDelayMs, Math.min(maxDelayMs, this.#target.delayMs + frameMs));
  }

  /** What lies in the buffer. */
  get bufferedMs(): number {
    const first = this.#entries[0];
    const last = this.#entries.at(-1);
    if (first === undefined || last === undefined) return 0;
    return this.#ms(last.timestamp + last.durationTicks - (this.#position ?? first.timestamp));
  }

  /** Packets that came too late to be played. */
  get latePackets(): number {
    return this.#late;
  }

  /** Packets left out to get the delay down. */
  get skippedPackets(): number {
    return this.#skipped;
  }

  /** Takes a packet; the payload is kept by reference. `durationMs` is what it decodes to. */
  insert(
    sequenceNumber: number,
    timestamp: number,
    payload: Uint8Array,
    durationMs: number,
    nowMs: number,
  ): void {
    const time = this.#place(timestamp);
    const entry = {
      sequence: this.#sequences.unwrap(sequenceNumber),
      timestamp: time,
      durationTicks: Math.max(1, Math.round((durationMs * this.#settings.clockRate) / 1000)),
      payload,
    };
    this.#target.add(nowMs - this.#ms(time));
    if (time < (this.#position ?? this.#playedUntil ?? time)) {
      this.#late += 1;
      return;
    }
    let at = this.#entries.length;
    while (at > 0 && (this.#entries[at - 1]?.timestamp ?? 0) > time) at -= 1;
    if (this.#entries[at - 1]?.timestamp === time) return;
    this.#entries.splice(at, 0, entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    if (this.#position === undefined) this.#fillingSinceMs ??= nowMs;
  }

  /** The next step of playing; advances by its duration. */
  pull(nowMs: number): PlayoutStep {
    const { frameMs } = this.#settings;
    if (this.#position === undefined && !this.#startPlaying(nowMs))
      return { kind: 'empty', durationMs: frameMs };
    this.#shorten();
    const next = this.#entries[0];
    if (next === undefined) {
      // Playing stops until the buffer has its delay again.
      this.#position = undefined;
      this.#fillingSinceMs = undefined;
      return { kind: 'empty', durationMs: frameMs };
    }
    const aheadMs = this.#ms(next.timestamp - (this.#position ?? next.timestamp));
    return aheadMs >= frameMs / 2 ? this.#gap(next, aheadMs) : this.#play(next);
  }

  #play(entry: Entry): PlayoutStep {
    this.#entries.shift();
    this.#position = entry.timestamp + entry.durationTicks;
    this.#playedUntil = this.#position;
    this.#playedSequence = entry.sequence;
    return {
      kind: 'frame',
      payload: entry.payload,
      durationMs: this.#ms(entry.durationTicks),
    };
  }

  /** The next packet is for later: lost ones lie between, or the sender paused (DTX). */
  #gap(next: Entry, aheadMs: number): PlayoutStep {
    const paused = this.#playedSequence !== undefined && next.sequence === this.#playedSequence + 1;
    const durationMs = Math.min(this.#settings.frameMs, aheadMs);
    if (aheadMs > this.#settings.maxDelayMs) return this.#play(next);
    this.#position = (this.#position ?? 0) + this.#ticks(durationMs);
    return { kind: paused ? 'empty' : 'lost', durationMs };
  }

  #startPlaying(nowMs: number): boolean {
    const first = this.#entries[0];
    if (first === undefined || this.#fillingSinceMs === undefined) return false;
    const { frameMs } = this.#settings;
    const wantedMs = this.targetDelayMs;
    // Waiting for a pause's last packet would be waiting in vain, so time counts as well.
    if (this.bufferedMs < wantedMs && nowMs - this.#fillingSinceMs < wantedMs - frameMs)
      return false;
    this.#position = first.timestamp;
    this.#excess = 0;
    return true;
  }

  /** Leaves a packet out where more than needed has been waiting for half a second. */
  #shorten(): void {
    const { frameMs } = this.#settings;
    const next = this.#entries[0];
    const excessive = this.bufferedMs > this.targetDelayMs + 2 * frameMs;
    this.#excess = excessive ? this.#excess + 1 : 0;
    const urgent = this.bufferedMs > this.#settings.maxDelayMs + 2 * frameMs;
    if (next === undefined || !(urgent || this.#excess * frameMs >= 500)) return;
    this.#excess = 0;
    this.#skipped += 1;
    this.#play(next);
  }

  /** The unwrapped timestamp; one out of all proportion begins everything anew. */
  #place(timestamp: number): number {
    const time = this.#timestamps.peek(timestamp);
    const reference = this.#position ?? this.#entries.at(-1)?.timestamp;
    const offSeconds =
      reference === undefined ? 0 : Math.abs(time - reference) / this.#settings.clockRate;
    if (offSeconds > RESET_SECONDS) {
      this.#timestamps = new Unwrapper(32);
      this.#sequences = new Unwrapper(16);
      this.#target.reset();
      this.#entries = [];
      this.#position = undefined;
      this.#playedSequence = undefined;
      this.#playedUntil = undefined;
      this.#fillingSinceMs = undefined;
    }
    return this.#timestamps.unwrap(timestamp);
  }

  #ms(ticks: number): number {
    return (ticks * 1000) / this.#settings.clockRate;
  }

  #ticks(ms: number): number {
    return Math.round((ms * this.#settings.clockRate) / 1000);
  }
}
