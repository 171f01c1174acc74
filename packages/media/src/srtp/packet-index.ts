/** What a sender may put between others late is at most 512 behind (`CounterRewriter`). */
const WINDOW = 1024;
const HALF = 0x8000;
const RANGE = 0x10000;

/**
 * The packet indices of one source: its rollover counter (RFC 3711 section 3.3.1), and which of the last 1024
 * packets have come, so that none is taken twice (section 3.3.2).
 */
export class PacketIndices {
  #newest = -1;
  /** A bit for each remainder: those of the window have a place of their own. */
  readonly #seen = new Uint32Array(WINDOW / 32);

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
    if (index > this.#newest) return false;
    const bit = index % WINDOW;
    const seen = ((this.#seen[bit >>> 5] ?? 0) >>> (bit & 31)) & 1;
    return this.#newest - index >= WINDOW || seen === 1;
  }

  /** The packet was authentic. */
  accept(index: number): void {
    if (index > this.#newest) this.#advance(index);
    const bit = index % WINDOW;
    this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  /** Those in between have not come. */
  #advance(index: number): void {
    if (this.#newest < 0 || index - this.#newest >= WINDOW) this.#seen.fill(0);
    else
      for (let between = this.#newest + 1; between <= index; between += 1) {
        const bit = between % WINDOW;
        this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) & ~(1 << (bit & 31));
      }
    this.#newest = index;
  }
}

/** The indices of each source, by SSRC; the one that came first is forgotten where there are too many. */
export class SourceIndices {
  readonly #maximum: number;
  readonly #bySsrc = new Map<number, PacketIndices>();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Of a source that is not known, new ones. */
  of(ssrc: number): PacketIndices {
    return this.#bySsrc.get(ssrc) ?? new PacketIndices();
  }

  /** A packet of the source was authentic. */
  accept(ssrc: number, indices: PacketIndices, index: number): void {
    indices.accept(index);
    if (this.#bySsrc.get(ssrc) === indices) return;
    const [oldest] = this.#bySsrc.keys();
    if (this.#bySsrc.size >= this.#maximum && oldest !== undefined) this.#bySsrc.delete(oldest);
    this.#bySsrc.set(ssrc, indices);
  }
}
