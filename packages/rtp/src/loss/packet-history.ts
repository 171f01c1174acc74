/**
 * The last packets of one incoming stream, kept once for all who receive it, so that any of them can
 * be sent again. Bytes lie in one arena that is written round and round; nothing is allocated per
 * packet, and memory is what the constructor takes: the arena and 24 octets a slot.
 */
export class PacketHistory {
  /** The arena: where `find` says, packets lie in it. */
  readonly bytes: Uint8Array;
  /** Where the packet found last begins. */
  offset = 0;
  /** Its octets. */
  length = 0;
  readonly #ids: Float64Array;
  readonly #positions: Float64Array;
  readonly #lengths: Float64Array;
  /** Octets written since the beginning, skipped ends of the arena included. */
  #written = 0;

  /** @param slots packets at most, a whole number */
  constructor(capacityBytes: number, slots: number) {
    this.bytes = new Uint8Array(capacityBytes);
    this.#ids = new Float64Array(slots).fill(-1);
    this.#positions = new Float64Array(slots);
    this.#lengths = new Float64Array(slots);
  }

  /**
   * Keeps a copy of `from[start, end)` under `id`, a number from 0 that does not wrap: the
   * unwrapped sequence number. A packet larger than the arena is not kept.
   */
  store(id: number, from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const capacity = this.bytes.length;
    if (id < 0 || length <= 0 || length > capacity) return;
    const at = this.#written % capacity;
    // A packet lies in one piece, so the rest of the arena's end may be skipped.
    const position = at + length > capacity ? this.#written + capacity - at : this.#written;
    const slot = id % this.#ids.length;
    this.bytes.set(from.subarray(start, end), position % capacity);
    this.#ids[slot] = id;
    this.#positions[slot] = position;
    this.#lengths[slot] = length;
    this.#written = position + length;
  }

  /** Sets `offset` and `length` to the packet stored under `id`; false when it is gone. */
  find(id: number): boolean {
    if (id < 0) return false;
    const slot = id % this.#ids.length;
    if (this.#ids[slot] !== id) return false;
    const position = this.#positions[slot] ?? 0;
    if (this.#written - position > this.bytes.length) return false;
    this.offset = position % this.bytes.length;
    this.length = this.#lengths[slot] ?? 0;
    return true;
  }
}
