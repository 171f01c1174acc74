import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildRtcp, ExtensionBlock, packetKind, RtpPacket } from '@sky-genesis/rtp';
import type { ForwardList } from '../forward-list.ts';
import {
  type BackendEvents,
  type BackendFactory,
  type MediaBackend,
  type MediaTransport,
  TransportRefused,
} from '../media-transport.ts';
import { MAX_RECEIVED, type PacketBatch } from '../packet-batch.ts';
import { TestPeer } from './test-peer.ts';

type Answer = (batch: PacketBatch, forwards: ForwardList) => void;

/** Keeps what a backend tells, and answers batches as the test wants. */
class Owner implements BackendEvents {
  readonly arrived: { readonly slot: number; readonly bytes: Buffer }[] = [];
  readonly closed: number[] = [];
  /** Of those, what failed. */
  readonly failed: number[] = [];
  readonly connectedSlots: number[] = [];
  readonly news = new EventEmitter();
  answer: Answer = () => undefined;

  packets(batch: PacketBatch, forwards: ForwardList): void {
    for (let i = 0; i < batch.received; i += 1) {
      const bytes = Buffer.from(batch.buffer(i).subarray(batch.starts[i], batch.ends[i]));
      this.arrived.push({ slot: batch.slots[i] ?? -1, bytes });
    }
    this.answer(batch, forwards);
    this.news.emit('packets');
  }

  connected(slot: number): void {
    this.connectedSlots.push(slot);
    this.news.emit('connected');
  }

  transportClosed(slot: number, failed: boolean): void {
    this.closed.push(slot);
    if (failed) this.failed.push(slot);
    this.news.emit('closed');
  }

  async arrivedCount(count: number): Promise<void> {
    while (this.arrived.length < count) await once(this.news, 'packets');
  }

  async closedCount(count: number): Promise<void> {
    while (this.closed.length < count) await once(this.news, 'closed');
  }
}

function rtp(sequenceNumber: number, payload: readonly number[]): Buffer {
  return Buffer.from([0x80, 0x60, 0, sequenceNumber, 0, 0, 0, 9, 0, 0, 0, 7, ...payload]);
}

/** A backend, its owner and its peers, for one test. */
class Stage {
  readonly owner = new Owner();
  readonly backend: MediaBackend;
  readonly #peers: TestPeer[] = [];

  constructor(create: BackendFactory) {
    this.backend = create(this.owner);
  }

  peer(): TestPeer {
    const peer = new TestPeer();
    this.#peers.push(peer);
    return peer;
  }

  async connect(): Promise<{ peer: TestPeer; transport: MediaTransport }> {
    const peer = this.peer();
    const transport = await this.backend.open(peer.credentials);
    peer.connect(transport.local);
    await peer.opened();
    const { connectedSlots, news } = this.owner;
    while (!connectedSlots.includes(transport.slot)) await once(news, 'connected');
    return { peer, transport };
  }

  async close(): Promise<void> {
    await this.backend.close();
    for (const peer of this.#peers) await peer.close();
  }
}

type Case = (stage: Stage) => Promise<void>;

const CASES: Readonly<Record<string, Case>> = {
  'delivers RTP and RTCP decrypted, in order, under the slot of its transport': async (stage) => {
    const { owner } = stage;
    const { peer, transport } = await stage.connect();
    const report = buildRtcp([{ kind: 'receiver-report', ssrc: 5, reports: [] }]);
    peer.send(rtp(1, [1, 2, 3]));
    peer.send(report);
    peer.send(rtp(2, [4]));
    await owner.arrivedCount(3);
    assert.deepEqual(
      owner.arrived.map(({ slot, bytes }) => [slot, packetKind(bytes)]),
      [
        [transport.slot, 'rtp'],
        [transport.slot, 'rtcp'],
        [transport.slot, 'rtp'],
      ],
    );
    assert.deepEqual(owner.arrived[0]?.bytes, rtp(1, [1, 2, 3]));
  },

  'delivers what waits behind a stall in batches of a bounded length, all of it in order': async (
    stage,
  ) => {
    const { owner } = stage;
    const { peer } = await stage.connect();
    const sizes: number[] = [];
    owner.answer = (batch) => sizes.push(batch.received);
    const count = 3 * MAX_RECEIVED;
    for (let i = 0; i < count; i += 1) peer.send(rtp(i, [i]));
    // The stall, long enough for threads that get little of a busy machine.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    await owner.arrivedCount(count);
    assert.equal(Math.max(...sizes), MAX_RECEIVED);
    assert.deepEqual(
      owner.arrived.map(({ bytes }) => bytes[3]),
      Array.from({ length: count }, (_, i) => i),
    );
  },

  'sends a received packet to many, each with its own identity and extension block': async (
    stage,
  ) => {
    const { owner } = stage;
    const sender = await stage.connect();
    const receivers = [await stage.connect(), await stage.connect()];
    const block = new ExtensionBlock();
    owner.answer = (_batch, forwards) => {
      for (const [i, { transport }] of receivers.entries()) {
        block.begin().addU16(3, 500 + i);
        const start = forwards.append(block.bytes, 0, block.end());
        forwards.add(0, transport.slot, 100 + i, true, 40 + i, 1000 + i, 77 + i, start);
      }
    };
    sender.peer.send(rtp(1, [9, 8, 7]));
    for (const [i, { peer }] of receivers.entries()) {
      await peer.receivedCount(1);
      const packet = new RtpPacket();
      assert.ok(packet.read(peer.received[0] ?? Buffer.alloc(0)));
      const { payloadType, marker, sequenceNumber, timestamp, ssrc } = packet;
      assert.deepEqual(
        [payloadType, marker, sequenceNumber, timestamp, ssrc],
        [100 + i, true, 40 + i, 1000 + i, 77 + i],
      );
      assert.deepEqual([...packet.payload()], [9, 8, 7]);
      const extension = packet.bytes.subarray(packet.extensionStart, packet.extensionEnd);
      assert.deepEqual([...extension], [0x31, 1, 0xf4 + i, 0]);
    }
  },

  'writes retransmissions and replaced octets, and leaves raw sources as they are': async (
    stage,
  ) => {
    const { backend } = stage;
    const { peer, transport } = await stage.connect();
    const raw = buildRtcp([{ kind: 'picture-loss', senderSsrc: 1, mediaSsrc: 2 }]);
    backend.send((batch, forwards) => {
      const stored = rtp(1, [1, 2, 3, 4]);
      const source = batch.addSource(stored, 0, stored.length);
      const changed = forwards.add(source, transport.slot, 96, false, 5, 6, 7, 0);
      const head = forwards.append(Uint8Array.of(0xaa, 0xbb), 0, 2);
      forwards.replaceHead(changed, head, head + 2);
      const again = forwards.add(source, transport.slot, 97, false, 1, 6, 8, head + 2);
      forwards.asRtx(again, 0x1234);
      forwards.addRaw(batch.addSource(raw, 0, raw.length), transport.slot);
    });
    await peer.receivedCount(3);
    const payloads = peer.received.map((bytes) => [...bytes.subarray(12)]);
    assert.deepEqual(payloads.slice(0, 2), [
      [0xaa, 0xbb, 3, 4],
      [0x12, 0x34, 1, 2, 3, 4],
    ]);
    assert.deepEqual(peer.received[2], Buffer.from(raw));
  },

  'drops forwards to slots that are closed or never were': async (stage) => {
    const { owner, backend } = stage;
    const [gone, here] = [await stage.connect(), await stage.connect()];
    gone.transport.close();
    await owner.closedCount(1);
    const stored = rtp(1, [1]);
    backend.send((batch, forwards) => {
      const source = batch.addSource(stored, 0, stored.length);
      for (const slot of [gone.transport.slot, 9999, here.transport.slot])
        forwards.add(source, slot, 96, false, 1, 1, 1, 0);
    });
    await here.peer.receivedCount(1);
  },

  'tells the end of a transport once, and only then reuses its slot': async (stage) => {
    const { owner } = stage;
    const { transport } = await stage.connect();
    transport.close();
    transport.close();
    await owner.closedCount(1);
    transport.close();
    assert.deepEqual(owner.closed, [transport.slot]);
    assert.deepEqual(owner.failed, []);
    assert.equal((await stage.connect()).transport.slot, transport.slot);
  },

  'refuses credentials that are not credentials': async (stage) => {
    const { backend } = stage;
    const good = {
      iceUfrag: 'abcd',
      icePwd: 'a'.repeat(22),
      fingerprint: '',
      setup: 'actpass',
    } as const;
    const fingerprint = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
    await assert.rejects(backend.open(good), TransportRefused);
    await assert.rejects(backend.open({ ...good, fingerprint, icePwd: 'short' }), TransportRefused);
    const injected = 'abcd\r\na=candidate:1 1 UDP 1 127.0.0.1 9 typ host';
    await assert.rejects(
      backend.open({ ...good, fingerprint, iceUfrag: injected }),
      TransportRefused,
    );
  },

  'does not connect a peer with another certificate than the announced one': async (stage) => {
    const { owner, backend } = stage;
    const [announced, other] = [stage.peer(), stage.peer()];
    const { fingerprint } = announced.credentials;
    const transport = await backend.open({ ...other.credentials, fingerprint });
    other.connect(transport.local);
    await owner.closedCount(1);
    assert.deepEqual(owner.connectedSlots, []);
  },

  'closes every transport and takes no more': async (stage) => {
    const { owner, backend } = stage;
    const { peer, transport } = await stage.connect();
    await backend.close();
    assert.deepEqual(owner.closed, [transport.slot]);
    await assert.rejects(backend.open(peer.credentials), TransportRefused);
  },
};

/** What every backend does, whatever it is made of. */
export function describeBackend(name: string, create: BackendFactory): void {
  describe(name, () => {
    for (const [sentence, run] of Object.entries(CASES))
      it(sentence, async () => {
        const stage = new Stage(create);
        try {
          await run(stage);
        } finally {
          await stage.close();
        }
      });
    after(collectGarbage);
  });
}

/** The peers' objects keep a process alive until they are collected; held ones would show here. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  for (let round = 0; round < 3 && typeof collect === 'function'; round += 1) {
    await setImmediate();
    collect();
  }
}
