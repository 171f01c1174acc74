const NOTHING = new Uint8Array(0);
/**
 * Received packets of one batch at most. More, behind a stall, would have all lists grow to its length, and
 * stay so.
 */
export const MAX_RECEIVED = 64;

/**
 * The packets of one wake-up, or some of very many: packet `i` is `buffers[i]`'s octets `starts[i]` to `ends[i]`, received
 * on transport `slots[i]`. Reused, and grown only by doubling, so that a steady load allocates
 * nothing here.
 *
 * Behind the received packets the router may add sources of its own (packets to send again, RTCP it
 * has built) for its forwards to refer to.
 */
export class PacketBatch {
  readonly buffers: Uint8Array[] = [];
  slots: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  /** Received packets: indices 0 to `received` - 1. */
  received = 0;
  /** Received packets and the router's own sources. */
  count = 0;
  /** When the wake-up was, on the clock of `performance.now()`. */
  nowMs = 0;

  constructor(capacity = 256) {
    this.slots = new Int32Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  begin(nowMs: number): void {
    // References are dropped: a burst must not keep its packets in memory.
    this.buffers.fill(NOTHING, 0, this.count);
    this.received = 0;
    this.count = 0;
    this.nowMs = nowMs;
  }

  /** For the backend. All received packets come before the router's sources. */
  receive(slot: number, bytes: Uint8Array, start: number, end: number): void {
    this.#put(slot, bytes, start, end);
    this.received = this.count;
  }

  /** For the router: returns the index of the source. The bytes must stay as they are until sent. */
  addSource(bytes: Uint8Array, start: number, end: number): number {
    this.#put(-1, bytes, start, end);
    return this.count - 1;
  }

  buffer(index: number): Uint8Array {
    return this.buffers[index] ?? NOTHING;
  }

  #put(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const index = this.count;
    if (index === this.slots.length) this.#grow();
    this.buffers[index] = bytes;
    this.slots[index] = slot;
    this.starts[index] = start;
    this.ends[index] = end;
    this.count = index + 1;
  }

  #grow(): void {
    const capacity = 2 * this.slots.length;
    this.slots = grown(this.slots, capacity);
    this.starts = grown(this.starts, capacity);
    this.ends = grown(this.ends, capacity);
  }
}

function grown(from: Int32Array, capacity: number): Int32Array {
  const to = new Int32Array(capacity);
  to.set(from);
  return to;
}
