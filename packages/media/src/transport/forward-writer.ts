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
 * A source is read once for all its rows when they follow one another. Allocates nothing.
 */
export class ForwardWriter {
  readonly target: Uint8Array;
  readonly #packet = new RtpPacket();
  #source = -1;
  #readable = false;

  /** @param target where packets are written, from offset 0 */
  constructor(target: Uint8Array) {
    this.target = target;
  }

  /** Call before the rows of another batch. */
  begin(): void {
    this.#source = -1;
  }

  /** Writes row `row`; returns its octets, or 0 when it does not fit or its source is no RTP. */
  write(batch: PacketBatch, forwards: ForwardList, row: number): number {
    const { sources, flags } = forwards.columns;
    const source = sources[row] ?? 0;
    if (flags[row] === RAW) return this.#writeRaw(batch, source);
    if (source !== this.#source) {
      this.#source = source;
      const { starts, ends } = batch;
      this.#readable = this.#packet.read(batch.buffer(source), starts[source], ends[source]);
    }
    return this.#readable ? this.#writeRtp(forwards, row) : 0;
  }

  #writeRaw(batch: PacketBatch, source: number): number {
    const start = batch.starts[source] ?? 0;
    const length = (batch.ends[source] ?? 0) - start;
    if (length > this.target.length) return 0;
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
    copyBytes(packet.bytes, packet.start + headerEnd, csrcBytes, target, headerEnd);
    copyBytes(forwards.block, blockStart, blockBytes, target, headerEnd + csrcBytes);
    if (rtx) putU16(target, payloadAt - RTX_BYTES, from.originalSequences[row] ?? 0);
    copyBytes(packet.bytes, packet.payloadStart, packet.payloadBytes, target, payloadAt);
    this.#writeHead(forwards, row, payloadAt, end);
    return end;
  }

  #writeHead(forwards: ForwardList, row: number, payloadAt: number, end: number): void {
    const { headStarts, headEnds } = forwards.columns;
    const start = headStarts[row] ?? 0;
    const length = (headEnds[row] ?? 0) - start;
    if (length > 0 && payloadAt + length <= end)
      copyBytes(forwards.block, start, length, this.target, payloadAt);
  }
}
