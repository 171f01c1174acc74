import {
  copyBytes,
  putU16,
  putU32,
  RTP_HEADER_BYTES,
  RTX_BYTES,
  RtpPacket,
} from '@sky-genesis/rtp';
import { type ForwardList, RAW, RTX } from './forward-list.ts';
import type { PacketBatch } from './packet-batch.ts';

/**
 * Writes rows of a `ForwardList` as the packets they stand for, for backends that take whole packets.
 * Rows of one source that follow one another find its payload where the first of them has put it, and
 * only get a header of their own. Allocates nothing for them.
 */
export class ForwardWriter {
  readonly target: Uint8Array;
  readonly #packet = new RtpPacket();
  #source = -1;
  #readable = false;
  /** Where in `target` the payload of `#source` lies, its first `#headLength` octets replaced; -1: nowhere. */
  #payloadAt = -1;
  #headLength = 0;

  /** @param target where packets are written, from offset 0 */
  constructor(target: Uint8Array) {
    this.target = target;
  }

  /** Call before the rows of another batch. */
  begin(): void {
    this.#source = -1;
    this.#payloadAt = -1;
  }

  /**
   * Writes row `row`; returns its octets, or 0 when it does not fit or its source is no RTP. Nobody
   * else writes to `target` between the rows of a batch.
   */
  write(batch: PacketBatch, forwards: ForwardList, row: number): number {
    const { sources, flags } = forwards.columns;
    const source = sources[row] ?? 0;
    if (flags[row] === RAW) return this.#writeRaw(batch, source);
    if (source !== this.#source) {
      this.#source = source;
      this.#payloadAt = -1;
      const { starts, ends } = batch;
      this.#readable = this.#packet.read(batch.buffer(source), starts[source], ends[source]);
    }
    return this.#readable ? this.#writeRtp(forwards, row) : 0;
  }

  #writeRaw(batch: PacketBatch, source: number): number {
    const start = batch.starts[source] ?? 0;
    const length = (batch.ends[source] ?? 0) - start;
    if (length > this.target.length) return 0;
    this.#payloadAt = -1;
    copyBytes(batch.buffer(source), start, length, this.target, 0);
    return length;
  }

  #writeRtp(forwards: ForwardList, row: number): number {
    const target = this.target;
    const packet = this.#packet;
    const from = forwards.columns;
    const blockStart = from.blockStarts[row] ?? 0;
    const blockBytes = (from.blockEnds[row] ?? 0) - blockStart;
    const csrcBytes = 4 * packet.csrcCount;
    const rtx = from.flags[row] === RTX;
    const payloadAt = RTP_HEADER_BYTES + csrcBytes + blockBytes + (rtx ? RTX_BYTES : 0);
    const end = payloadAt + packet.payloadBytes;
    if (end > target.length) return 0;
    target[0] = 0x80 | (blockBytes > 0 ? 0x10 : 0) | packet.csrcCount;
    target[1] = from.types[row] ?? 0;
    putU16(target, 2, from.sequences[row] ?? 0);
    putU32(target, 4, from.timestamps[row] ?? 0);
    putU32(target, 8, from.ssrcs[row] ?? 0);
    const headerEnd = RTP_HEADER_BYTES;
    if (csrcBytes > 0)
      copyBytes(packet.bytes, packet.start + headerEnd, csrcBytes, target, headerEnd);
    copyBytes(forwards.block, blockStart, blockBytes, target, headerEnd + csrcBytes);
    if (rtx) putU16(target, payloadAt - RTX_BYTES, from.originalSequences[row] ?? 0);
    this.#writePayload(forwards, row, payloadAt, end);
    return end;
  }

  #writePayload(forwards: ForwardList, row: number, payloadAt: number, end: number): void {
    const { headStarts, headEnds } = forwards.columns;
    const packet = this.#packet;
    const start = headStarts[row] ?? 0;
    const wanted = (headEnds[row] ?? 0) - start;
    const headLength = payloadAt + wanted <= end ? wanted : 0;
    if (payloadAt !== this.#payloadAt || headLength < this.#headLength)
      copyBytes(packet.bytes, packet.payloadStart, packet.payloadBytes, this.target, payloadAt);
    if (headLength > 0) copyBytes(forwards.block, start, headLength, this.target, payloadAt);
    this.#payloadAt = payloadAt;
    this.#headLength = headLength;
  }
}
