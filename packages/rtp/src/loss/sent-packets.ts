/** What was sent under a sequence number: enough to build the same packet again. */
export interface SentPacket {
  /** Id of the packet in the `PacketHistory` of its stream. */
  sourceId: number;
  timestamp: number;
  /** 32 bits of the caller's: the picture id it was given, for one. */
  note: number;
}

/**
 * What one receiver was sent, by the sequence number it knows: 24 octets a packet, without its
 * bytes, which stay in the stream's `PacketHistory`. Answers a NACK once a round trip at most, so
 * that a receiver cannot multiply traffic by asking again and again.
 */
export class SentPackets {
  readonly #mask: number;
  readonly #sequences: Int32Array;
  readonly #sources: Float64Array;
  readonly #timestamps: Uint32Array;
  readonly #notes: Uint32Array;
  /** In ms of the caller's clock; 32 bits suffice for differences. */
  readonly #resentMs: Uint32Array;
  readonly #found: SentPacket = { sourceId: 0, timestamp: 0, note: 0 };

  /** @param slotsBits log2 of how many packets are remembered; 9 is one second of a good video */
  constructor(slotsBits = 9) {
    const slots = 1 << slotsBits;
    this.#mask = slots - 1;
    this.#sequences = new Int32Array(slots).fill(-1);
    this.#sources = new Float64Array(slots);
    this.#timestamps = new Uint32Array(slots);
    this.#notes = new Uint32Array(slots);
    this.#resentMs = new Uint32Array(slots);
  }

  record(
    sequenceNumber: number,
    sourceId: number,
    timestamp: number,
    note: number,
    nowMs: number,
  ): void {
    const slot = sequenceNumber & this.#mask;
    this.#sequences[slot] = sequenceNumber;
    this.#sources[slot] = sourceId;
    this.#timestamps[slot] = timestamp;
    this.#notes[slot] = note;
    this.#resentMs[slot] = nowMs;
  }

  /** Nothing before now is worth sending again: a key frame follows. */
  forget(): void {
    this.#sequences.fill(-1);
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
    const slot = sequenceNumber & this.#mask;
    if (this.#sequences[slot] !== sequenceNumber) return undefined;
    const sinceMs = (Math.floor(nowMs) - (this.#resentMs[slot] ?? 0)) | 0;
    if (sinceMs < roundTripMs) return undefined;
    this.#resentMs[slot] = nowMs;
    this.#found.sourceId = this.#sources[slot] ?? 0;
    this.#found.timestamp = this.#timestamps[slot] ?? 0;
    this.#found.note = this.#notes[slot] ?? 0;
    return this.#found;
  }
}
