import assert from 'node:assert/strict';
import { buildRtcp, ExtensionBlock, parseRtcp, type RtcpPacket, RtpPacket } from '@sky-genesis/rtp';
import { ForwardList, RAW } from '../../transport/forward-list.ts';
import { ForwardWriter } from '../../transport/forward-writer.ts';
import { PacketBatch } from '../../transport/packet-batch.ts';
import { Router } from '../router.ts';

/** A packet that the router has sent. */
export interface Sent {
  readonly slot: number;
  readonly bytes: Uint8Array;
  readonly raw: boolean;
}

/** A router with a clock of its own, and all that it sends to what it is given. */
export class Routed {
  readonly router = new Router((below) => Math.floor(below / 2), 0);
  nowMs = 10_000;
  readonly #batch = new PacketBatch(2);
  readonly #forwards = new ForwardList(2);
  readonly #writer = new ForwardWriter(Buffer.alloc(1500));

  deliver(slot: number, ...packets: readonly Uint8Array[]): readonly Sent[] {
    const [batch, forwards] = this.#begin();
    for (const bytes of packets) batch.receive(slot, bytes, 0, bytes.length);
    for (let i = 0; i < batch.received; i += 1) this.router.receiveRtp(slot, batch, i, forwards);
    return this.#written();
  }

  control(slot: number, ...packets: readonly RtcpPacket[]): readonly Sent[] {
    const [batch, forwards] = this.#begin();
    const bytes = buildRtcp(packets);
    batch.receive(slot, bytes, 0, bytes.length);
    this.router.receiveRtcp(slot, batch, 0, forwards);
    return this.#written();
  }

  tick(): readonly Sent[] {
    const [batch, forwards] = this.#begin();
    this.router.tick(batch, forwards);
    return this.#written();
  }

  #begin(): [PacketBatch, ForwardList] {
    this.#batch.begin(this.nowMs);
    this.#forwards.begin();
    return [this.#batch, this.#forwards];
  }

  #written(): readonly Sent[] {
    this.#writer.begin();
    return Array.from({ length: this.#forwards.count }, (_, row) => {
      const length = this.#writer.write(this.#batch, this.#forwards, row);
      const { slots, flags } = this.#forwards.columns;
      const bytes = Uint8Array.from(this.#writer.target.subarray(0, length));
      return { slot: slots[row] ?? -1, bytes, raw: flags[row] === RAW };
    });
  }
}

/** The RTCP packets of one kind among what was sent to `slot`. */
export function rtcpOf(
  sent: readonly Sent[],
  kind: RtcpPacket['kind'],
  slot: number,
): readonly RtcpPacket[] {
  return sent
    .filter((each) => each.raw && each.slot === slot)
    .flatMap(({ bytes }) => parseRtcp(bytes))
    .filter((packet) => packet.kind === kind);
}

export function rtpOf(sent: Sent | undefined): RtpPacket {
  const packet = new RtpPacket();
  assert.ok(sent !== undefined && packet.read(sent.bytes), 'a packet was sent');
  return packet;
}

/** An RTP packet with these header extensions; its timestamp is 3,000 times its sequence number. */
export function rtpPacket(
  {
    type,
    sequence,
    ssrc,
    marker = true,
  }: { type: number; sequence: number; ssrc: number; marker?: boolean },
  extensions: Readonly<Record<number, Uint8Array>>,
  payload: readonly number[],
): Uint8Array {
  const block = new ExtensionBlock().begin();
  for (const [id, value] of Object.entries(extensions)) block.add(Number(id), value);
  const length = block.end();
  const header = Buffer.alloc(12);
  header.set([length > 0 ? 0x90 : 0x80, (marker ? 0x80 : 0) | type]);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(sequence * 3000, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, block.bytes.subarray(0, length), Buffer.from(payload)]);
}
