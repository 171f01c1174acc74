import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import test, { type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { systemClock } from '../clock.ts';
import type { Hop } from '../hop.ts';
import { buildRequest } from '../message/build.ts';
import type { SipMessage } from '../message/message.ts';
import { serialise } from '../message/serialise.ts';
import { TransportLayer } from './layer.ts';
import type { Connection } from './ports.ts';
import { webSocketConnector, webSocketDoor } from './web-socket.ts';

const silent = { onBytes: () => {}, onPong: () => {}, onClose: () => {} };

/** An HTTP server with a door for SIP, and who has come in by it. */
async function house(t: TestContext, heartbeatMs?: number) {
  const server = createServer();
  const door = webSocketDoor({
    listening: () => Promise.resolve({ address: '127.0.0.1', port: 0 }),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  const [come, gone]: [Connection[], PromiseWithResolvers<void>] = [[], Promise.withResolvers()];
  await door.listener.listen((connection) => {
    come.push(connection);
    return { ...silent, onClose: gone.resolve };
  });
  server.on('upgrade', (request, socket, head) =>
    door.handleUpgrade(request, socket, head, '192.0.2.7'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await door.listener.close();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { port: address.port, come, gone: gone.promise };
}

test('whoever speaks SIP comes in at a server of others, from where its proxy says', async (t) => {
  const { port, come } = await house(t);
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws/sip`, 'sip');
  t.after(() => client.terminate());
  await once(client, 'open');
  assert.equal(client.protocol, 'sip');
  assert.deepEqual(
    come.map(({ remote }) => remote.address),
    ['192.0.2.7'],
  );
});

test('a browser that answers pings stays, one that has gone without a word does not', async (t) => {
  const { port, come, gone } = await house(t, 400);
  const alive = new WebSocket(`ws://127.0.0.1:${port}/ws/sip`, 'sip');
  t.after(() => alive.terminate());
  let pings = 0;
  const thrice = Promise.withResolvers<void>();
  alive.once('close', () => thrice.reject(new Error('thrown out')));
  alive.on('ping', () => {
    pings += 1;
    if (pings === 3) thrice.resolve();
  });
  await thrice.promise;
  assert.equal(alive.readyState, WebSocket.OPEN);
  alive.terminate();
  await gone;
  const mute = connect(port, '127.0.0.1');
  const lines = ['GET /ws/sip HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket'];
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  const more = [key, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: sip', '', ''];
  mute.write([...lines, ...more].join('\r\n'));
  mute.resume();
  await once(mute, 'close');
  assert.equal(come.length, 2);
});

function optionsBy(via: string): SipMessage {
  return buildRequest({
    ...{ method: 'OPTIONS', uri: 'sip:bob@127.0.0.1', from: '<sip:a@b>;tag=a' },
    ...{ to: '<sip:bob@127.0.0.1>', callId: 'page', sequence: 1 },
    headers: [['Via', via]],
  });
}

function layerOf(t: TestContext, onMessage: (message: SipMessage, hop: Hop) => void = () => {}) {
  const layer = new TransportLayer({ clock: systemClock(), user: { onMessage } });
  t.after(() => layer.close());
  return layer;
}

test('a page says WSS where a proxy has taken the TLS away, and is answered', async (t) => {
  const heard = Promise.withResolvers<Hop>();
  const layer = layerOf(t, (_, hop) => heard.resolve(hop));
  const { port } = await layer.addConnections(
    'WS',
    webSocketConnector({ address: '127.0.0.1', port: 0 }),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'sip');
  t.after(() => socket.terminate());
  await once(socket, 'open');
  socket.send(serialise(optionsBy('SIP/2.0/WSS page.invalid;branch=z9hG4bKpage')));
  const hop = await heard.promise;
  assert.equal(hop.transport, 'WS');
  const answer = once(socket, 'message');
  await layer.send(optionsBy('SIP/2.0/WS us.invalid;branch=z9hG4bKus'), hop);
  assert.match(String((await answer)[0]), /^OPTIONS /);
});

test('a listener reaches nobody by itself: who is dialled is dialled by the dialer', async (t) => {
  const door = webSocketDoor({ listening: () => Promise.resolve({ address: '::', port: 0 }) });
  const layer = layerOf(t);
  await layer.addConnections('WSS', door.listener);
  const dialled: string[] = [];
  layer.addDialer('WSS', {
    dial: ({ address }) => {
      dialled.push(address);
      return Promise.reject(new Error('nobody is there'));
    },
  });
  const hop = { transport: 'WSS', address: '192.0.2.7', port: 443 } as const;
  assert.match(layer.sentBy(hop).host, /\.invalid$/);
  const request = optionsBy('SIP/2.0/WSS us.invalid;branch=z9hG4bKus');
  await assert.rejects(layer.send(request, hop), /nobody is there/);
  assert.deepEqual(dialled, ['192.0.2.7']);
});
