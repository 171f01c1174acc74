import type { CallQuality } from '../core/types.ts';
import { type InboundStats, qualityOf, readStats } from './quality.ts';

const everyMs = 2000;

/** Reads a call's statistics every two seconds while it runs. */
export class QualityMeter {
  readonly #stats: () => Promise<readonly RTCStatsReport[]>;
  readonly #measured: (quality: CallQuality) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #before: InboundStats | undefined;

  constructor(
    stats: () => Promise<readonly RTCStatsReport[]>,
    measured: (quality: CallQuality) => void,
  ) {
    this.#stats = stats;
    this.#measured = measured;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#read(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #read(): Promise<void> {
    // A connection that closes while it is read has nothing more to tell.
    const reports = await this.#stats().catch(() => undefined);
    if (reports === undefined || this.#timer === undefined) return;
    const now = readStats(reports);
    this.#measured(qualityOf(this.#before, now));
    this.#before = now;
  }
}
