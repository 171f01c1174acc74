const WINDOW = 64n;
const HALF = 0x8000;
const RANGE = 0x10000;

/**
 * The packet indices of one source: its rollover counter (RFC 3711 section 3.3.1), and which of the last 64
 * packets have come, so that none is taken twice (section 3.3.2).
 */
export class PacketIndices {
  #newest = -1;
  /** Bit n: the packet n before the newest has come. */
  #seen = 0n;

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
    const age = BigInt(this.#newest - index);
    if (age < 0n) return false;
    return age >= WINDOW || ((this.#seen >> age) & 1n) === 1n;
  }

  /** The packet was authentic. */
  accept(index: number): void {
    if (index > this.#newest) {
      const ahead = BigInt(this.#newest < 0 ? WINDOW : index - this.#newest);
      this.#seen = ahead >= WINDOW ? 1n : ((this.#seen << ahead) | 1n) & ((1n << WINDOW) - 1n);
      this.#newest = index;
    } else this.#seen |= 1n << BigInt(this.#newest - index);
  }
}
