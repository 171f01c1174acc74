import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { loadForeign } from '../system/foreign.ts';
import { PolledSockets } from '../system/polled-sockets.ts';
import { PlainSocket } from './plain-socket.ts';
import { PortRange } from './port-range.ts';

const sockets = new PolledSockets(await loadForeign());
const ignore = { rtp: () => undefined, rtcp: () => undefined };

/** An even port with a free one above, found by asking for any. */
async function freePair(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    if (port % 2 === 0 && port < 60_000) return port;
  }
}

describe('PlainSocket', () => {
  it('gives back every port, however often it is opened and closed', async () => {
    const min = await freePair();
    const range = new PortRange({ min, max: min + 3 });
    for (let i = 0; i < 50; i += 1) {
      const pairs = [
        PlainSocket.open(sockets, '127.0.0.1', range, ignore),
        PlainSocket.open(sockets, '127.0.0.1', range, ignore),
      ];
      assert.equal(range.freeCount, 0);
      const another = () => PlainSocket.open(sockets, '127.0.0.1', range, ignore);
      assert.throws(another, { code: 'no_port' });
      await Promise.all(pairs.flatMap((socket) => [socket.close(), socket.close()]));
      assert.equal(range.freeCount, 2);
    }
  });

  it('passes over ports that others have', async () => {
    const min = await freePair();
    const other = createSocket('udp4');
    other.bind(min + 1, '127.0.0.1');
    await once(other, 'listening');
    const range = new PortRange({ min, max: min + 3 });
    const socket = PlainSocket.open(sockets, '127.0.0.1', range, ignore);
    assert.equal(socket.port, min + 2);
    assert.equal(range.freeCount, 1);
    await socket.close();
    other.close();
    assert.equal(range.freeCount, 2);
  });

  it('delivers what comes on both ports, and sends from them', async () => {
    const min = await freePair();
    const heard = Promise.withResolvers<readonly unknown[]>();
    const range = new PortRange({ min, max: min + 1 });
    const socket = PlainSocket.open(sockets, '127.0.0.1', range, {
      rtp: (packet, from) => socket.sendRtp(packet, from),
      rtcp: (packet, from) => heard.resolve([Buffer.from(packet).toString(), from.port]),
    });
    const peer = createSocket('udp4');
    peer.bind(0, '127.0.0.1');
    await once(peer, 'listening');
    peer.send('sound', min, '127.0.0.1');
    const [echo, from]: unknown[] = await once(peer, 'message');
    assert.equal(String(echo), 'sound');
    assert.equal(Object(from).port, min);
    peer.send('report', min + 1, '127.0.0.1');
    assert.deepEqual(await heard.promise, ['report', peer.address().port]);
    peer.close();
    await socket.close();
  });
});
