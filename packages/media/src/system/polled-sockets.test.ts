import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { loadForeign } from './foreign.ts';
import { type PolledSocket, PolledSockets } from './polled-sockets.ts';

const sockets = new PolledSockets(await loadForeign());
const HOSTS = { IPv4: '127.0.0.1', IPv6: '::1' } as const;
const [FIRST, LAST] = [9500, 9899];

/** A socket of ours on the first port that is free, and what comes to it. */
function open(
  t: TestContext,
  address: string = HOSTS.IPv4,
  arrived: (text: string, socket: PolledSocket) => void = () => undefined,
) {
  for (let port = FIRST; port <= LAST; port += 1) {
    const socket = sockets.open({ address, port }, (datagram) => {
      if (socket !== undefined) arrived(Buffer.from(datagram).toString(), socket);
    });
    if (socket === undefined) continue;
    t.after(() => socket.close());
    return { socket, port };
  }
  throw new Error('no free port');
}

async function peerOf(t: TestContext, address: string = HOSTS.IPv4): Promise<Socket> {
  const peer = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  t.after(() => peer.close());
  peer.bind(0, address);
  await once(peer, 'listening');
  return peer;
}

describe('sockets that are looked at together', () => {
  for (const [family, address] of Object.entries(HOSTS))
    it(`tell where a datagram came from, and answer it, over ${family}`, async (t) => {
      const peers = [await peerOf(t, address), await peerOf(t, address)] as const;
      for (let port = FIRST; port <= LAST; port += 1) {
        const socket = sockets.open({ address, port }, (datagram, from) => {
          socket?.send(Buffer.concat([Buffer.from(`${from.port} `), datagram]), from);
        });
        if (socket === undefined) continue;
        t.after(() => socket.close());
        // By turns: neither is taken for the one before.
        for (const peer of [...peers, ...peers]) {
          const answered = once(peer, 'message');
          peer.send('hello', port, address);
          assert.equal(String((await answered)[0]), `${peer.address().port} hello`);
        }
        return;
      }
    });

  it('take all that waits, in order, beside one that is flooded', async (t) => {
    const heard: string[] = [];
    const done = Promise.withResolvers<void>();
    const flooded = open(t);
    const { port } = open(t, HOSTS.IPv4, (text) => {
      heard.push(text);
      if (heard.length === 100) done.resolve();
    });
    const peer = await peerOf(t);
    for (let i = 0; i < 100; i += 1) {
      for (let k = 0; k < 20; k += 1) peer.send('flood', flooded.port, HOSTS.IPv4);
      peer.send(String(i), port, HOSTS.IPv4);
    }
    await done.promise;
    assert.deepEqual(
      heard,
      Array.from({ length: 100 }, (_, i) => String(i)),
    );
  });

  it('hear nothing any more once they are closed, even in the middle of what came', async (t) => {
    const heard: string[] = [];
    const closed = Promise.withResolvers<void>();
    const { port } = open(t, HOSTS.IPv4, (text, socket) => {
      heard.push(text);
      socket.close();
      socket.close();
      closed.resolve();
    });
    const peer = await peerOf(t);
    for (let i = 0; i < 5; i += 1) peer.send(String(i), port, HOSTS.IPv4);
    await closed.promise;
    assert.deepEqual(heard, ['0']);
    // The port is free at once, for a socket that hears of nothing that came before.
    const again = sockets.open({ address: HOSTS.IPv4, port }, (datagram) =>
      heard.push(Buffer.from(datagram).toString()),
    );
    assert.ok(again);
    t.after(() => again.close());
    assert.deepEqual(heard, ['0']);
  });

  it('lose what cannot be sent, and go on', async (t) => {
    const peer = await peerOf(t);
    const { socket } = open(t);
    const answered = once(peer, 'message');
    socket.send(Buffer.alloc(10), { address: '::1', port: 9 });
    socket.send(Buffer.alloc(10), { address: '127.0.0.1', port: 0 });
    socket.send(Buffer.alloc(5000), peer.address());
    socket.send(Buffer.from('heard'), peer.address());
    assert.equal(String((await answered)[0]), 'heard');
  });

  it('share no port', (t) => {
    const { port } = open(t);
    assert.equal(
      sockets.open({ address: HOSTS.IPv4, port }, () => undefined),
      undefined,
    );
  });
});
