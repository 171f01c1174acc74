const WINDOW = 64;
const HALF = 0x8000;
const RANGE = 0x10000;

/**
 * The packet indices of one source: its rollover counter (RFC 3711 section 3.3.1), and which of the last 64
 * packets have come, so that none is taken twice (section 3.3.2).
 */
export class PacketIndices {
  #newest = -1;
  /** The newest index that has come of each remainder: what is in the window has a place of its own. */
  readonly #seen = new Float64Array(WINDOW).fill(-1);

  /** The index, of 48 bits, that a packet with this sequence number most likely has. */
  guess(sequenceNumber: number): number {
    if (this.#newest < 0) return sequenceNumber;
    const rollover = Math.floor(this.#newest / RANGE);
    const newest = this.#newest % RANGE;
    let guessed = rollover;
    if (newest < HALF && sequenceNumber - newest > HALF) guessed = rollover - 1;
    else if (newest >= HALF && newest - HALF > sequenceNumber) guessed = rollover + 1;
    return Math.max(0, guessed) * RANGE + sequenceNumber;
  }

  isReplay(index: number): boolean {
    return this.#newest - index >= WINDOW || this.#seen[index % WINDOW] === index;
  }

  /** The packet was authentic. */
  accept(index: number): void {
    this.#seen[index % WINDOW] = index;
    if (index > this.#newest) this.#newest = index;
  }
}
