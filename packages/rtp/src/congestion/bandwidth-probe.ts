import type { PacketResult } from './sent-history.ts';

/** How long a probe lasts. */
const DURATION_MS = 100;
/** How often `paddingDue` is called. */
const STEP_MS = 20;
/** How long after a round trip the last feedback may come. */
const FEEDBACK_MS = 250;
const MIN_PACKETS = 5;
/** What lies closer together than this tells of bursts, not of a rate. */
const MIN_SPAN_MS = DURATION_MS / 2;
/** A picture that was sent meanwhile may have been more than was asked for. */
const MAX_EXCESS = 1.5;
/** Slower than this share of what was sent means that a queue grew: the path was full. */
const UNSATURATED = 0.9;
/** What of a full path's rate may be used. */
const USABLE = 0.95;

interface Running {
  readonly targetBps: number;
  readonly beganMs: number;
  readonly sentBefore: number;
  readonly packets: PacketResult[];
}

/**
 * Asks a path whether it carries more than is sent on it: for a tenth of a second everything that leaves is
 * filled up to a target by padding, and what arrived of it, and how fast, is the answer. Needed because a
 * forwarder that sends little can never learn by itself that more would be possible.
 */
export class BandwidthProbe {
  #running: Running | undefined;

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** @param sentOctets all that was sent on the connection so far */
  begin(targetBps: number, nowMs: number, sentOctets: number): void {
    this.#running = { targetBps, beganMs: nowMs, sentBefore: sentOctets, packets: [] };
  }

  /** Octets of padding to send now, beside what else is sent. To be called every 20 ms. */
  paddingDue(nowMs: number, sentOctets: number): number {
    if (this.#running === undefined) return 0;
    const { targetBps, beganMs, sentBefore } = this.#running;
    const elapsedMs = nowMs - beganMs;
    if (elapsedMs >= DURATION_MS) return 0;
    const dueOctets = (targetBps * (elapsedMs + STEP_MS)) / 8000;
    return Math.max(0, Math.round(dueOctets - (sentOctets - sentBefore)));
  }

  /** What feedback says of packets, those of the probe among them. */
  take(results: readonly PacketResult[]): void {
    const running = this.#running;
    if (running === undefined) return;
    const { beganMs, packets } = running;
    // Copies: the results are filled anew by the next feedback.
    for (const result of results)
      if (result.sentMs >= beganMs && result.sentMs < beganMs + DURATION_MS)
        packets.push({ ...result });
  }

  /** The rate that the path has proven, once the probe is over: 0 when it was lost, undefined until then. */
  conclude(nowMs: number, roundTripMs: number): number | undefined {
    const running = this.#running;
    if (running === undefined) return undefined;
    if (nowMs < running.beganMs + DURATION_MS + roundTripMs + FEEDBACK_MS) return undefined;
    this.#running = undefined;
    return Math.min(provenBps(running.packets), running.targetBps * MAX_EXCESS);
  }
}

function provenBps(packets: readonly PacketResult[]): number {
  const arrived = packets.filter(({ arrivedMs }) => !Number.isNaN(arrivedMs));
  if (arrived.length < MIN_PACKETS || arrived.length < packets.length * UNSATURATED) return 0;
  const octets = arrived.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const bySending = arrived.toSorted((a, b) => a.sentMs - b.sentMs);
  const byArrival = arrived.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  const [firstSent, lastSent] = [bySending[0], bySending.at(-1)];
  const [firstArrived, lastArrived] = [byArrival[0], byArrival.at(-1)];
  if (firstSent === undefined || lastSent === undefined) return 0;
  if (firstArrived === undefined || lastArrived === undefined) return 0;
  if (lastSent.sentMs - firstSent.sentMs < MIN_SPAN_MS) return 0;
  // Each packet takes the time until the next, so the last has none of it, nor has the first on arrival.
  const sentBps = rate(octets - lastSent.sizeBytes, lastSent.sentMs - firstSent.sentMs);
  const arrivedBps = rate(
    octets - firstArrived.sizeBytes,
    lastArrived.arrivedMs - firstArrived.arrivedMs,
  );
  return arrivedBps < sentBps * UNSATURATED ? arrivedBps * USABLE : Math.min(sentBps, arrivedBps);
}

function rate(octets: number, elapsedMs: number): number {
  return (8000 * octets) / Math.max(1, elapsedMs);
}
