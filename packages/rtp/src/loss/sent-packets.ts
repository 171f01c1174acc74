/** What was sent under a sequence number: enough to build the same packet again. */
export interface SentPacket {
  /** Id of the packet in the `PacketHistory` of its stream. */
  sourceId: number;
  timestamp: number;
  /** 32 bits of the caller's: the picture id it was given, for one. */
  note: number;
}

const NOTHING = new Int32Array(0);
/** Of a row: behind the sequence number, the source's id in two halves, and the rest of a `SentPacket`. */
const [SOURCE, SOURCE_HIGH, TIMESTAMP, NOTE] = [1, 2, 3, 4];
/** In ms of the caller's clock; 32 bits suffice for differences. */
const RESENT_MS = 5;
const COLUMNS = 6;

/**
 * What one receiver was sent, by the sequence number it knows: 24 octets a packet, without its
 * bytes, which stay in the stream's `PacketHistory`. Answers a NACK once a round trip at most, so
 * that a receiver cannot multiply traffic by asking again and again.
 */
export class SentPackets {
  readonly #slots: number;
  /**
   * `COLUMNS` numbers a packet, in one piece, since a packet to fifty receivers touches fifty of these. Made
   * with the first packet.
   */
  #rows = NOTHING;
  readonly #found: SentPacket = { sourceId: 0, timestamp: 0, note: 0 };

  /** @param slotsBits log2 of how many packets are remembered; 9 is one second of a good video */
  constructor(slotsBits = 9) {
    this.#slots = 1 << slotsBits;
  }

  record(
    sequenceNumber: number,
    sourceId: number,
    timestamp: number,
    note: number,
    nowMs: number,
  ): void {
    if (this.#rows.length === 0) this.#rows = new Int32Array(COLUMNS * this.#slots).fill(-1);
    const rows = this.#rows;
    const at = this.#rowOf(sequenceNumber);
    rows[at] = sequenceNumber;
    rows[at + SOURCE] = sourceId;
    rows[at + SOURCE_HIGH] = sourceId / 2 ** 32;
    rows[at + TIMESTAMP] = timestamp;
    rows[at + NOTE] = note;
    rows[at + RESENT_MS] = nowMs;
  }

  /** Nothing before now is worth sending again: a key frame follows. */
  forget(): void {
    this.#rows.fill(-1);
  }

  /**
   * What to send again for a NACK of `sequenceNumber`; undefined when it is unknown, or went out
   * less than `roundTripMs` ago. The object is reused by the next call.
   */
  takeForResend(
    sequenceNumber: number,
    nowMs: number,
    roundTripMs: number,
  ): Readonly<SentPacket> | undefined {
    const rows = this.#rows;
    const at = this.#rowOf(sequenceNumber);
    if (rows[at] !== sequenceNumber) return undefined;
    const sinceMs = (Math.floor(nowMs) - (rows[at + RESENT_MS] ?? 0)) | 0;
    if (sinceMs < roundTripMs) return undefined;
    rows[at + RESENT_MS] = nowMs;
    const high = rows[at + SOURCE_HIGH] ?? 0;
    this.#found.sourceId = high * 2 ** 32 + ((rows[at + SOURCE] ?? 0) >>> 0);
    this.#found.timestamp = (rows[at + TIMESTAMP] ?? 0) >>> 0;
    this.#found.note = (rows[at + NOTE] ?? 0) >>> 0;
    return this.#found;
  }

  #rowOf(sequenceNumber: number): number {
    return COLUMNS * (sequenceNumber & (this.#slots - 1));
  }
}
