import { BANDWIDTH_LIMITS, BandwidthProbe } from '@sky-genesis/rtp';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import { type Allocation, allocate, smallestBps, type VideoNeed } from './allocation.ts';
import type { Consumer } from './consumer.ts';
import type { OutgoingLine } from './outgoing-line.ts';

/** Who had to come down stays there for this long; for twice as long each time that going up was a mistake. */
const HOLD_MS = 2000;
const MAX_HOLD_MS = 30_000;
/** Coming down so soon after going up means that it was one. */
const MISTAKE_MS = 8000;
/** Between probes: while they succeed; then twice as long after each that fails. */
const PROBE_MS = 100;
const FAILED_PROBE_MS = 500;
const MAX_PROBE_MS = 5000;
/** So long everybody gets a picture at once, while the path is still being found out about. */
const BEGIN_MS = 3000;
/** A probe asks for at most this many times the estimate. */
const PROBE_FACTOR = 2;
/** A layer of so many times the budget does not go on until a smaller one has a key frame. */
const FAR_TOO_MUCH = 1.5;
/** A probe that proves this share of what it asked for has succeeded. */
const PROVEN = 0.85;

/**
 * Shares what the path to one member carries among its videos, sound first, and asks the path for more while
 * somebody lacks it.
 */
export class PathShare {
  readonly #line: OutgoingLine;
  readonly #probe = new BandwidthProbe();
  #target = 0;
  #holdMs = HOLD_MS;
  #holdUntilMs = 0;
  #roseMs = Number.NEGATIVE_INFINITY;
  #probeMs = PROBE_MS;
  #nextProbeMs = 0;
  #neededBps: number | undefined;
  #beganMs: number | undefined;

  constructor(line: OutgoingLine) {
    this.#line = line;
  }

  /** Gives each video the layer it may have. Every 100 ms. */
  share(consumers: Iterable<Consumer>, nowMs: number): void {
    const all = [...consumers];
    const videos = all.filter(({ section }) => section.kind === 'video');
    if (!this.#line.estimator.isFounded(nowMs)) {
      this.#neededBps = undefined;
      for (const video of videos) video.allowedLayer = Number.POSITIVE_INFINITY;
      return;
    }
    const soundBps = all
      .filter(({ section }) => section.kind === 'audio')
      .reduce((sum, { producer }) => sum + (producer.layers.ratesBps(nowMs)[0] ?? 0), 0);
    const needs = videos.map((video) => video.need(nowMs));
    const budgetBps = this.#budgetBps(needs, soundBps, nowMs) - soundBps;
    const allocation = allocate(budgetBps, needs, nowMs >= this.#holdUntilMs);
    this.#apply(allocation, videos, needs, budgetBps, nowMs);
    const { missingBps } = allocation;
    this.#neededBps = missingBps === undefined ? undefined : missingBps + soundBps;
  }

  /** What the path is estimated to carry; at first, as much at least as gives everybody a picture. */
  #budgetBps(needs: readonly VideoNeed[], soundBps: number, nowMs: number): number {
    const { estimator } = this.#line;
    const estimateBps = estimator.bitrateBps(nowMs);
    if (needs.length > 0) this.#beganMs ??= nowMs;
    const begins =
      nowMs - (this.#beganMs ?? nowMs) < BEGIN_MS &&
      estimateBps >= BANDWIDTH_LIMITS.startBps &&
      estimator.usage !== 'overuse';
    return begins ? Math.max(estimateBps, soundBps + smallestBps(needs)) : estimateBps;
  }

  /** Feedback has come. */
  get probe(): BandwidthProbe {
    return this.#probe;
  }

  /** Begins, feeds and ends probes. Every 20 ms, behind all else that is sent. */
  tick(consumers: Iterable<Consumer>, batch: PacketBatch, forwards: ForwardList): void {
    const { nowMs } = batch;
    const line = this.#line;
    const proven = this.#probe.conclude(nowMs, line.roundTripMs);
    if (proven !== undefined) this.#conclude(proven, nowMs);
    if (this.#shouldProbe(nowMs)) {
      const estimate = line.estimator.bitrateBps(nowMs);
      this.#target = Math.min((this.#neededBps ?? 0) * 1.05, estimate * PROBE_FACTOR);
      this.#probe.begin(this.#target, nowMs, line.history.sentOctets);
    }
    const padding = this.#probe.paddingDue(nowMs, line.history.sentOctets);
    if (padding === 0) return;
    for (const consumer of consumers) if (line.pad(consumer, padding, batch, forwards)) return;
  }

  #apply(
    { layers }: Allocation,
    videos: readonly Consumer[],
    needs: readonly VideoNeed[],
    budgetBps: number,
    nowMs: number,
  ): void {
    const full = this.#line.estimator.usage === 'overuse';
    let fell = false;
    videos.forEach((video, i) => {
      // What does not flow yet cannot be too much: its first packet is awaited.
      if (needs[i]?.ratesBps.every((rate) => rate === 0)) {
        video.allowedLayer = Number.POSITIVE_INFINITY;
        return;
      }
      const layer = layers[i] ?? -1;
      const before = video.givenLayer;
      if (layer < Math.min(before, video.wantedLayer)) {
        fell = true;
        // Its key frame would have to queue behind the packets that are too many.
        if (full || (needs[i]?.ratesBps[before] ?? 0) > FAR_TOO_MUCH * budgetBps) video.cut();
      } else if (layer > before) this.#roseMs = nowMs;
      video.give(layer);
    });
    if (!fell) return;
    const mistaken = nowMs - this.#roseMs < MISTAKE_MS;
    this.#holdMs = mistaken ? Math.min(MAX_HOLD_MS, 2 * this.#holdMs) : HOLD_MS;
    this.#holdUntilMs = nowMs + this.#holdMs;
    this.#probeMs = PROBE_MS;
  }

  #shouldProbe(nowMs: number): boolean {
    const { estimator } = this.#line;
    if (this.#probe.running || this.#neededBps === undefined || nowMs < this.#nextProbeMs)
      return false;
    if (nowMs < this.#holdUntilMs || estimator.usage !== 'normal') return false;
    return estimator.bitrateBps(nowMs) < this.#neededBps;
  }

  #conclude(provenBps: number, nowMs: number): void {
    this.#line.estimator.takeProof(provenBps);
    const succeeded = provenBps >= this.#target * PROVEN;
    const longer = Math.max(FAILED_PROBE_MS, 2 * this.#probeMs);
    this.#probeMs = succeeded ? PROBE_MS : Math.min(MAX_PROBE_MS, longer);
    this.#nextProbeMs = nowMs + this.#probeMs;
  }
}
