import { copyBytes } from '@sky-genesis/rtp';

/** A forward whose source goes out as it is: RTCP, and padding. */
export const RAW = 1;
/** A retransmission: `originalSequences` goes in front of the payload (RFC 4588 section 4). */
export const RTX = 2;

/**
 * What to send: one row a packet and receiver, in columns of typed arrays. A row names its source in
 * the `PacketBatch`, the receiver's slot, and what is new in the header; octets of the row's own (the
 * extension block, and octets that replace the beginning of the payload) lie in `block`. The backend
 * writes header, block and payload, protects and sends. Reused; grown only by doubling.
 */
export class ForwardList {
  count = 0;
  /** Octets used of `block`. */
  blockLength = 0;
  block: Uint8Array;
  #columns: Columns;

  constructor(capacity = 1024) {
    this.#columns = columns(capacity);
    this.block = new Uint8Array(32 * capacity);
  }

  begin(): void {
    this.count = 0;
    this.blockLength = 0;
  }

  /**
   * Adds a rewritten packet and returns its row. The extension block is `block[blockStart,
   * blockLength)` as the caller has just written it (see `append`), empty where it wrote nothing.
   */
  add(
    source: number,
    slot: number,
    payloadType: number,
    marker: boolean,
    sequenceNumber: number,
    timestamp: number,
    ssrc: number,
    blockStart: number,
  ): number {
    const row = this.#row(source, slot, 0);
    const to = this.#columns;
    to.types[row] = (marker ? 0x80 : 0) | payloadType;
    to.sequences[row] = sequenceNumber;
    to.timestamps[row] = timestamp;
    to.ssrcs[row] = ssrc;
    to.blockStarts[row] = blockStart;
    to.blockEnds[row] = this.blockLength;
    return row;
  }

  /** Adds a packet that goes out as it is. */
  addRaw(source: number, slot: number): void {
    const row = this.#row(source, slot, RAW);
    this.#columns.blockStarts[row] = 0;
    this.#columns.blockEnds[row] = 0;
  }

  /** Makes row `row` a retransmission of what its receiver knows as `originalSequence`. */
  asRtx(row: number, originalSequence: number): void {
    this.#columns.flags[row] = RTX;
    this.#columns.originalSequences[row] = originalSequence;
  }

  /**
   * The payload of row `row` begins with `block[start, end)` instead of as many octets of its source:
   * a descriptor with the receiver's picture ids.
   */
  replaceHead(row: number, start: number, end: number): void {
    this.#columns.headStarts[row] = start;
    this.#columns.headEnds[row] = end;
  }

  /** Copies `length` octets of `bytes` at `from` behind `blockLength`; returns where they begin. */
  append(bytes: Uint8Array, from: number, length: number): number {
    const start = this.blockLength;
    if (start + length > this.block.length) {
      const grown = new Uint8Array(2 * (this.block.length + length));
      grown.set(this.block);
      this.block = grown;
    }
    copyBytes(bytes, from, length, this.block, start);
    this.blockLength = start + length;
    return start;
  }

  /** For the backend: the columns, valid up to `count` until the next `add`. */
  get columns(): Columns {
    return this.#columns;
  }

  #row(source: number, slot: number, flags: number): number {
    const row = this.count;
    if (row === this.#columns.sources.length) this.#columns = grow(this.#columns);
    const to = this.#columns;
    to.sources[row] = source;
    to.slots[row] = slot;
    to.flags[row] = flags;
    to.headStarts[row] = 0;
    to.headEnds[row] = 0;
    this.count = row + 1;
    return row;
  }
}

/** The columns of a `ForwardList`. */
export interface Columns {
  readonly sources: Int32Array;
  readonly slots: Int32Array;
  /** 0, `RAW` or `RTX`. */
  readonly flags: Uint8Array;
  /** Payload type, and the marker in the highest bit. */
  readonly types: Uint8Array;
  readonly sequences: Uint16Array;
  readonly timestamps: Uint32Array;
  readonly ssrcs: Uint32Array;
  readonly originalSequences: Uint16Array;
  readonly blockStarts: Int32Array;
  readonly blockEnds: Int32Array;
  readonly headStarts: Int32Array;
  readonly headEnds: Int32Array;
}

function columns(capacity: number): Columns {
  return {
    sources: new Int32Array(capacity),
    slots: new Int32Array(capacity),
    flags: new Uint8Array(capacity),
    types: new Uint8Array(capacity),
    sequences: new Uint16Array(capacity),
    timestamps: new Uint32Array(capacity),
    ssrcs: new Uint32Array(capacity),
    originalSequences: new Uint16Array(capacity),
    blockStarts: new Int32Array(capacity),
    blockEnds: new Int32Array(capacity),
    headStarts: new Int32Array(capacity),
    headEnds: new Int32Array(capacity),
  };
}

function grow(from: Columns): Columns {
  const to = columns(2 * from.sources.length);
  to.sources.set(from.sources);
  to.slots.set(from.slots);
  to.flags.set(from.flags);
  to.types.set(from.types);
  to.sequences.set(from.sequences);
  to.timestamps.set(from.timestamps);
  to.ssrcs.set(from.ssrcs);
  to.originalSequences.set(from.originalSequences);
  to.blockStarts.set(from.blockStarts);
  to.blockEnds.set(from.blockEnds);
  to.headStarts.set(from.headStarts);
  to.headEnds.set(from.headEnds);
  return to;
}
