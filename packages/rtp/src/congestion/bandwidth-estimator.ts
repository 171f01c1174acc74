import { AcknowledgedRate } from './acknowledged-rate.ts';
import { DelayControl } from './delay-control.ts';
import { DelayTrend } from './delay-trend.ts';
import { LossControl } from './loss-control.ts';
import { OveruseDetector, type Usage } from './overuse-detector.ts';
import { PacketGroups } from './packet-groups.ts';
import type { PacketResult } from './sent-history.ts';

export interface BandwidthLimits {
  readonly startBps: number;
  readonly minBps: number;
  readonly maxBps: number;
}

export const BANDWIDTH_LIMITS: BandwidthLimits = {
  startBps: 600_000,
  minBps: 30_000,
  maxBps: 50_000_000,
};

/** A REMB that is not renewed for this long no longer binds. */
const RECEIVER_LIMIT_MS = 5000;
const DEFAULT_ROUND_TRIP_MS = 100;

/**
 * What one connection can carry, estimated by its sender after Google congestion control
 * (draft-ietf-rmcat-gcc-02): the smaller of a delay-based rate, which falls when queues grow, and a
 * loss-based one, and of what the receiver itself allows by REMB. Fed by transport-wide feedback
 * through `SentHistory`.
 *
 * Since a forwarder sends what it has and not what it may, growth is limited to one and a half
 * times what arrives; to learn of more, it has to probe with padding.
 */
export class BandwidthEstimator {
  readonly #limits: BandwidthLimits;
  readonly #groups = new PacketGroups();
  readonly #trend = new DelayTrend();
  readonly #detector = new OveruseDetector();
  readonly #acknowledged = new AcknowledgedRate();
  readonly #delay: DelayControl;
  readonly #loss: LossControl;
  #usage: Usage = 'normal';
  #reported = false;
  #receiverBps = Number.POSITIVE_INFINITY;
  #receiverMs = 0;

  constructor(limits: BandwidthLimits = BANDWIDTH_LIMITS) {
    this.#limits = limits;
    this.#delay = new DelayControl(limits.startBps);
    this.#loss = new LossControl(limits.startBps);
  }

  /** One feedback packet's results. `nowMs` is the clock they were sent by. */
  update(results: readonly PacketResult[], nowMs: number, roundTripMs?: number): void {
    if (results.length === 0) return;
    this.#reported = true;
    let lost = 0;
    for (const { sentMs, arrivedMs, sizeBytes } of results) {
      if (Number.isNaN(arrivedMs)) lost += 1;
      else this.#arrive(sentMs, arrivedMs, sizeBytes);
    }
    const acknowledgedBps = this.#acknowledged.bitrateBps;
    const settledMs = roundTripMs ?? DEFAULT_ROUND_TRIP_MS;
    this.#delay.update(this.#usage, acknowledgedBps, settledMs, nowMs);
    this.#delay.limit(this.#limits.maxBps);
    const counts = { lost, total: results.length };
    this.#loss.update(counts, this.#delay.bitrateBps, acknowledgedBps ?? 0, settledMs, nowMs);
  }

  /** A probe has shown that the path carries this much. */
  takeProof(bitrateBps: number): void {
    const proven = Math.min(this.#limits.maxBps, bitrateBps);
    this.#delay.raise(proven);
    this.#loss.raise(proven);
  }

  /** REMB: what the receiver allows (draft-alvestrand-rmcat-remb-03). */
  limitByReceiver(bitrateBps: number, nowMs: number): void {
    this.#receiverBps = bitrateBps;
    this.#receiverMs = nowMs;
  }

  /** The estimate, within the limits. */
  bitrateBps(nowMs: number): number {
    const receiverBps = this.#receiverLimit(nowMs);
    // Where only the receiver estimates, our own idea is none.
    const known = this.#reported || receiverBps === Number.POSITIVE_INFINITY;
    const estimate = known
      ? Math.min(this.#delay.bitrateBps, this.#loss.bitrateBps, receiverBps)
      : receiverBps;
    return Math.round(Math.max(this.#limits.minBps, Math.min(this.#limits.maxBps, estimate)));
  }

  /** Whether the receiver has told anything to estimate by. */
  isFounded(nowMs: number): boolean {
    return this.#reported || this.#receiverLimit(nowMs) < Number.POSITIVE_INFINITY;
  }

  get usage(): Usage {
    return this.#usage;
  }

  get lossFraction(): number {
    return this.#loss.lossFraction;
  }

  get acknowledgedBps(): number | undefined {
    return this.#acknowledged.bitrateBps;
  }

  #receiverLimit(nowMs: number): number {
    return nowMs - this.#receiverMs > RECEIVER_LIMIT_MS
      ? Number.POSITIVE_INFINITY
      : this.#receiverBps;
  }

  #arrive(sentMs: number, arrivedMs: number, sizeBytes: number): void {
    this.#acknowledged.add(arrivedMs, sizeBytes);
    const delta = this.#groups.add(sentMs, arrivedMs);
    if (delta === undefined) return;
    this.#usage = this.#detector.detect(
      this.#trend.update(delta),
      delta.sendDeltaMs,
      delta.arrivedMs,
    );
  }
}
