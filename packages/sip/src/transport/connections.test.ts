import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest } from '../message/build.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { TransportLayer } from './layer.ts';
import type { Connection, ConnectionEvents, Connector } from './ports.ts';

const request = buildRequest({
  method: 'OPTIONS',
  uri: 'sip:a@b',
  from: '',
  to: '',
  callId: 'c',
  sequence: 1,
});
const hop = { transport: 'TCP', address: '192.0.2.1', port: 5060 } as const;

/** A TCP whose connections open when the test says. */
async function world() {
  const clock = new FakeClock();
  const dialled: {
    readonly open: (connection: Connection) => void;
    readonly events: ConnectionEvents;
  }[] = [];
  const connector: Connector = {
    listen: async () => ({ address: '192.0.2.9', port: 5060 }),
    dial: (_hop, events) => new Promise((open) => dialled.push({ open, events })),
    close: async () => {},
  };
  const layer = new TransportLayer({ clock, user: { onMessage: () => {} } });
  await layer.addConnections('TCP', connector);
  const written: string[] = [];
  let closed = 0;
  const connection: Connection = {
    remote: hop,
    write: async (bytes) => void written.push(Buffer.from(bytes).toString().slice(0, 7)),
    close: () => {
      closed += 1;
    },
  };
  return { clock, dialled, layer, connection, written, closed: () => closed };
}

test('a peer that accepts no connection in time is given up, and one that comes later is closed', async () => {
  const { clock, dialled, layer, connection, closed } = await world();
  const sent = layer.send(request, hop);
  clock.advance(5_000);
  await assert.rejects(sent, /does not accept/);
  dialled[0]?.open(connection);
  await new Promise(setImmediate);
  assert.deepEqual([closed(), clock.pending], [1, 0]);
});

test('messages to one peer share a connection, and a new one is opened after it has closed', async () => {
  const { dialled, layer, connection, written } = await world();
  const both = Promise.all([layer.send(request, hop), layer.send(request, hop)]);
  dialled[0]?.open(connection);
  await both;
  await layer.send(request, hop);
  assert.deepEqual([dialled.length, written.length], [1, 3]);
  dialled[0]?.events.onClose();
  void layer.send(request, hop);
  await new Promise(setImmediate);
  assert.equal(dialled.length, 2);
});

test('a connection to a name that closes as soon as it opens is not the one for what comes later', async () => {
  const { dialled, layer, connection, written } = await world();
  const named = { ...hop, serverName: 'pbx.example' };
  void layer.send(request, named);
  dialled[0]?.events.onClose();
  dialled[0]?.open(connection);
  await new Promise(setImmediate);
  const later = layer.send(request, named);
  await new Promise(setImmediate);
  assert.equal(dialled.length, 2);
  dialled[1]?.open(connection);
  await later;
  await layer.send(request, named);
  assert.deepEqual([dialled.length, written.length], [2, 3]);
});

test('a keep-alive is answered by the peer’s CR LF, or by nothing for ten seconds', async () => {
  const { clock, dialled, layer, connection, written } = await world();
  const first = layer.ping(hop);
  dialled[0]?.open(connection);
  await new Promise(setImmediate);
  dialled[0]?.events.onBytes(Buffer.from('\r\n'));
  assert.equal(await first, true);
  const second = layer.ping(hop);
  await new Promise(setImmediate);
  clock.advance(10_000);
  assert.equal(await second, false);
  assert.deepEqual(written, ['\r\n\r\n', '\r\n\r\n']);
});
