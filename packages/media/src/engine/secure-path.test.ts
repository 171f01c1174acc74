import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, describe, it } from 'node:test';
import { buildRtcp } from '@sky-genesis/rtp';
import { SystemBackend } from '../system/backend.ts';
import { loadForeign } from '../system/foreign.ts';
import { UdpSocket } from '../system/udp-socket.ts';
import { TransportRefused } from '../transport/media-transport.ts';
import { PacketBatch } from '../transport/packet-batch.ts';
import { collectGarbage } from '../transport/testing/backend-contract.ts';
import { TestPeer } from '../transport/testing/test-peer.ts';
import { SecurePath } from './secure-path.ts';

const bindAddress = '127.0.0.1';
const foreign = await loadForeign();
const PACKET = Uint8Array.of(0x80, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 7, 1, 2, 3);

describe('a telephone’s path by ICE and DTLS', () => {
  const news = new EventEmitter();
  const paths = new Map<number, SecurePath>();
  const socket = UdpSocket.open(foreign, bindAddress, { min: 9300, max: 9399 });
  const backend = new SystemBackend(
    { foreign, socket, bindAddress, consentMs: 500 },
    {
      packets: (batch) => {
        for (let i = 0; i < batch.received; i += 1) {
          const slot = batch.slots[i] ?? -1;
          paths.get(slot)?.receiveRtp(slot, batch, i);
        }
      },
      connected: () => undefined,
      transportClosed: (slot) => paths.get(slot)?.released(),
    },
  );
  after(async () => {
    await backend.close();
    await collectGarbage();
  });

  function pathOf(): SecurePath {
    return new SecurePath(
      {
        reserve: () => backend.reserve(),
        open: async (remote, reserved, opened) => {
          const transport = await backend.open(remote, reserved);
          paths.set(transport.slot, opened);
          return transport;
        },
      },
      {
        packet: (packet) => news.emit('packet', Buffer.from(packet)),
        lost: () => news.emit('lost'),
      },
    );
  }

  async function connected(path = pathOf()) {
    const peer = new TestPeer();
    await path.connect({ ...peer.credentials, setup: 'active' });
    peer.connect({ ...path.local, setup: 'passive' });
    await peer.opened();
    return { path, peer };
  }

  it('carries packets both ways, and goes on when the same peer is agreed on again', async () => {
    const { path, peer } = await connected();
    await path.connect({ ...peer.credentials, setup: 'active' });
    const heard = once(news, 'packet');
    peer.send(PACKET);
    assert.deepEqual(Uint8Array.from((await heard)[0]), PACKET);
    path.sendRtp(PACKET);
    await peer.receivedCount(1);
    await path.close();
    await peer.close();
  });

  it('takes no other peer in the place of its own', async () => {
    const { path, peer } = await connected();
    const other = { ...peer.credentials, iceUfrag: 'another' };
    await assert.rejects(path.connect(other), TransportRefused);
    await path.close();
    await peer.close();
  });

  it('refuses what cannot be used whenever it comes, and takes another peer after it', async () => {
    const path = pathOf();
    const useless = {
      iceUfrag: '',
      icePwd: '',
      fingerprint: 'sha-256 00',
      setup: 'active',
    } as const;
    for (let times = 0; times < 2; times += 1)
      await assert.rejects(path.connect(useless), TransportRefused);
    const { peer } = await connected(path);
    await path.close();
    await peer.close();
  });

  it('takes sound once, whatever reports came beside it', () => {
    const path = pathOf();
    const report = buildRtcp([{ kind: 'receiver-report', ssrc: 5, reports: [] }]);
    const batch = new PacketBatch();
    batch.begin(0);
    for (const packet of [PACKET, report]) batch.receive(7, packet, 0, packet.length);
    const taken: Buffer[] = [];
    const take = (packet: Buffer) => taken.push(packet);
    news.on('packet', take);
    // As the engine does: all that is not RTCP first, and then everything.
    path.receiveRtp(7, batch, 0);
    for (const index of [0, 1]) path.receiveRtcp(7, batch, index);
    news.off('packet', take);
    assert.deepEqual(taken, [Buffer.from(PACKET), Buffer.from(report)]);
  });

  it('tells that the peer has gone', async () => {
    const { peer } = await connected();
    const lost = once(news, 'lost');
    await peer.close();
    await lost;
  });
});
