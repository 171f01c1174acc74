import { isNewerSequence } from '@sky-genesis/rtp';

/** What places a packet in its stream. */
export interface PacketNumbers {
  readonly ssrc: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
}

/**
 * The sequence numbers and timestamps of a stream of ours, some packets of which are made here and some passed
 * on: each goes on from the one before, and what is passed on keeps its distances, gaps and order.
 */
export class StreamNumbers {
  /** Of the newest packet, or of the present. */
  sequence: number;
  timestamp: number;
  /** Of the packet that was placed last. */
  placedSequence = 0;
  placedTimestamp = 0;
  #source: number | undefined;
  #sequences = 0;
  #ticks = 0;

  constructor(firstSequence: number, firstTimestamp: number) {
    this.sequence = firstSequence;
    this.timestamp = firstTimestamp;
  }

  /** Time goes on, whether or not a packet is sent. */
  advance(ticks: number): void {
    this.#source = undefined;
    this.timestamp = (this.timestamp + ticks) >>> 0;
  }

  /** The sequence number of a packet made here. */
  next(): number {
    this.#source = undefined;
    this.sequence = (this.sequence + 1) & 0xffff;
    return this.sequence;
  }

  /** Places a packet that is passed on; the first of a source comes `ticks` after what was before. */
  place({ ssrc, sequenceNumber, timestamp }: PacketNumbers, ticks: number): void {
    if (this.#source !== ssrc) {
      this.#source = ssrc;
      this.#sequences = this.sequence + 1 - sequenceNumber;
      this.#ticks = this.timestamp + ticks - timestamp;
    }
    this.placedSequence = (sequenceNumber + this.#sequences) & 0xffff;
    this.placedTimestamp = (timestamp + this.#ticks) >>> 0;
    if (!isNewerSequence(this.placedSequence, this.sequence)) return;
    this.sequence = this.placedSequence;
    this.timestamp = this.placedTimestamp;
  }
}
