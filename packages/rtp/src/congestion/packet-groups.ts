/** Packets sent within this time of one another form a group: a burst of one frame. */
const GROUP_MS = 5;

/** How a group fared against the one before. */
export interface GroupDelta {
  readonly sendDeltaMs: number;
  readonly arrivalDeltaMs: number;
  readonly arrivedMs: number;
}

interface Group {
  readonly firstSentMs: number;
  lastSentMs: number;
  lastArrivedMs: number;
}

/**
 * Groups packets by send time (draft-ietf-rmcat-gcc-02 section 5.2), so that pacing and bursts do
 * not read as queues.
 */
export class PacketGroups {
  #current: Group | undefined;
  #previous: Group | undefined;

  /** The delta between the two groups that this packet, the first of a third, has completed. */
  add(sentMs: number, arrivedMs: number): GroupDelta | undefined {
    const current = this.#current;
    if (current === undefined) {
      this.#current = { firstSentMs: sentMs, lastSentMs: sentMs, lastArrivedMs: arrivedMs };
      return undefined;
    }
    if (sentMs < current.firstSentMs) return undefined;
    if (belongs(current, sentMs, arrivedMs)) {
      current.lastSentMs = Math.max(current.lastSentMs, sentMs);
      current.lastArrivedMs = Math.max(current.lastArrivedMs, arrivedMs);
      return undefined;
    }
    const previous = this.#previous;
    this.#previous = current;
    this.#current = { firstSentMs: sentMs, lastSentMs: sentMs, lastArrivedMs: arrivedMs };
    if (previous === undefined) return undefined;
    return {
      sendDeltaMs: current.lastSentMs - previous.lastSentMs,
      arrivalDeltaMs: current.lastArrivedMs - previous.lastArrivedMs,
      arrivedMs: current.lastArrivedMs,
    };
  }
}

/** Also a burst: packets that were held up on the way and then came all at once. */
function belongs(group: Group, sentMs: number, arrivedMs: number): boolean {
  if (sentMs - group.firstSentMs <= GROUP_MS) return true;
  const arrivalDelta = arrivedMs - group.lastArrivedMs;
  const propagation = arrivalDelta - (sentMs - group.lastSentMs);
  return propagation < 0 && arrivalDelta <= GROUP_MS && sentMs - group.firstSentMs < 100;
}
