import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { systemClock } from '../clock.ts';
import type { Hop, TransportName } from '../hop.ts';
import { buildRequest, buildResponse } from '../message/build.ts';
import type { SipMessage } from '../message/message.ts';
import type { MessageProblem } from '../message/problem.ts';
import { topVia } from '../message/routing.ts';
import { serialise } from '../message/serialise.ts';
import { testCertificate, testKey } from '../testing/certificate.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { wire } from '../testing/wire.ts';
import { defaultConnectionLimits } from './connections.ts';
import { TransportLayer } from './layer.ts';
import type { ConnectionEvents, Connector, SocketAddress } from './ports.ts';
import { tcpConnector, tlsConnector } from './tcp.ts';
import { udpSocket } from './udp.ts';
import { webSocketConnector } from './web-socket.ts';

const loopback = { address: '127.0.0.1', port: 0 };
const tls = { certificate: testCertificate, key: testKey, authorities: testCertificate };

/** A queue of what came, to wait on. */
class Inbox<T> {
  readonly #items: T[] = [];
  #wake = () => {};

  put(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  async next(): Promise<T> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

interface Peer {
  readonly layer: TransportLayer;
  readonly local: SocketAddress;
  readonly messages: Inbox<{ message: SipMessage; hop: Hop }>;
  readonly problems: Inbox<MessageProblem>;
}

async function peer(t: TestContext, transport: TransportName, admits = true): Promise<Peer> {
  const messages: Peer['messages'] = new Inbox();
  const problems: Peer['problems'] = new Inbox();
  const layer = new TransportLayer({
    clock: systemClock(),
    user: {
      onMessage: (message, hop) => messages.put({ message, hop }),
      onProblem: (problem) => problems.put(problem),
      admits: () => admits,
    },
  });
  t.after(() => layer.close());
  return { layer, local: await open(layer, transport), messages, problems };
}

function open(layer: TransportLayer, transport: TransportName): Promise<SocketAddress> {
  switch (transport) {
    case 'UDP':
      return layer.addDatagrams(udpSocket(loopback));
    case 'TCP':
      return layer.addConnections('TCP', tcpConnector(loopback));
    case 'TLS':
      return layer.addConnections('TLS', tlsConnector(loopback, tls));
    case 'WS':
      return layer.addConnections('WS', webSocketConnector(loopback));
    case 'WSS':
      return layer.addConnections('WSS', webSocketConnector(loopback, { tls }));
    default:
      return transport satisfies never;
  }
}

function optionsFrom({ local }: Peer, transport: TransportName, via = '') {
  const request = buildRequest({
    method: 'OPTIONS',
    uri: 'sip:bob@127.0.0.1',
    from: '<sip:alice@127.0.0.1>;tag=a',
    to: '<sip:bob@127.0.0.1>',
    callId: 'call',
    sequence: 1,
  });
  const sentBy = `${local.address}:${local.port}`;
  request.headers.prepend('Via', via || `SIP/2.0/${transport} ${sentBy};branch=z9hG4bKa;rport`);
  return request;
}

for (const transport of ['UDP', 'TCP', 'TLS', 'WS', 'WSS'] as const)
  test(`a request and its response cross over ${transport}, by one connection`, async (t) => {
    const [alice, bob] = [await peer(t, transport), await peer(t, transport)];
    const named =
      transport === 'TLS' || transport === 'WSS' ? { serverName: 'sip.example.com' } : {};
    await alice.layer.send(optionsFrom(alice, transport), { transport, ...bob.local, ...named });
    const { message, hop } = await bob.messages.next();
    assert.ok(message.kind === 'request');
    assert.equal(topVia(message.headers)?.parameters.get('received'), '127.0.0.1');
    assert.match(topVia(message.headers)?.parameters.get('rport') ?? '', /^[0-9]+$/);
    await bob.layer.send(buildResponse(message, 200, { toTag: 'b' }), hop);
    const response = await alice.messages.next();
    assert.ok(response.message.kind === 'response');
    assert.equal(response.message.status, 200);
  });

test('a certificate for another name is no peer', async (t) => {
  const [alice, bob] = [await peer(t, 'TLS'), await peer(t, 'TLS')];
  const hop = { transport: 'TLS', ...bob.local, serverName: 'other.example.com' } as const;
  await assert.rejects(alice.layer.send(optionsFrom(alice, 'TLS'), hop), /altnames/);
});

test('a malformed request gets its 400 by the way it came, and the user hears why', async (t) => {
  const [alice, bob] = [await peer(t, 'UDP'), await peer(t, 'UDP')];
  const request = optionsFrom(alice, 'UDP');
  request.headers.set('CSeq', '1 INVITE');
  await alice.layer.send(request, { transport: 'UDP', ...bob.local });
  assert.equal((await bob.problems.next()).code, 'method-mismatch');
  const { message } = await alice.messages.next();
  assert.equal(message.kind === 'response' && message.status, 400);
});

test('a source that is not admitted hears nothing at all', async (t) => {
  const [alice, deaf, bob] = [
    await peer(t, 'UDP'),
    await peer(t, 'UDP', false),
    await peer(t, 'UDP'),
  ];
  await alice.layer.send(optionsFrom(alice, 'UDP'), { transport: 'UDP', ...deaf.local });
  await alice.layer.send(optionsFrom(alice, 'UDP'), { transport: 'UDP', ...bob.local });
  const { message, hop } = await bob.messages.next();
  assert.ok(message.kind === 'request');
  await bob.layer.send(buildResponse(message, 486), hop);
  const response = await alice.messages.next();
  assert.equal(response.message.kind === 'response' && response.message.status, 486);
});

test('a response whose topmost Via is of somebody else is dropped (RFC 4475 §3.3.10)', async (t) => {
  const [alice, bob] = [await peer(t, 'UDP'), await peer(t, 'UDP')];
  const foreign = optionsFrom(alice, 'UDP', 'SIP/2.0/UDP 192.0.2.198;branch=z9hG4bKx');
  const hop = { transport: 'UDP', ...alice.local } as const;
  await bob.layer.send(buildResponse(foreign, 200), hop);
  await bob.layer.send(buildResponse(optionsFrom(alice, 'UDP'), 202), hop);
  const { message } = await alice.messages.next();
  assert.equal(message.kind === 'response' && message.status, 202);
});

test('a WebSocket without the sub-protocol of SIP is not let in', async (t) => {
  const bob = await peer(t, 'WS');
  const socket = new WebSocket(`ws://127.0.0.1:${bob.local.port}/`);
  const [error] = await new Promise<unknown[]>((resolve) => {
    socket.once('error', (...found) => resolve(found));
  });
  assert.match(String(error), /400/);
});

/** A connector whose connections are made by hand. */
function handMade() {
  const accepted: ((address: string) => {
    events: ConnectionEvents;
    written: string[];
    closed: () => boolean;
  })[] = [];
  const connector: Connector = {
    listen: async (accept) => {
      accepted.push((address) => {
        const written: string[] = [];
        let isClosed = false;
        const connection = {
          remote: { address, port: 40_000 },
          write: async (bytes: Uint8Array) => {
            assert.equal(isClosed, false, 'written after it was closed');
            written.push(Buffer.from(bytes).toString());
          },
          close: () => {
            isClosed = true;
          },
        };
        return { events: accept(connection), written, closed: () => isClosed };
      });
      return { address: '127.0.0.1', port: 5060 };
    },
    dial: () => Promise.reject(new Error('nobody is there')),
    close: async () => {},
  };
  const connect = (address = '192.0.2.1') => {
    const [make] = accepted;
    assert.ok(make);
    return make(address);
  };
  return { connector, connect };
}

async function handMadeLayer(limits = defaultConnectionLimits) {
  const clock = new FakeClock();
  const { connector, connect } = handMade();
  const messages: SipMessage[] = [];
  const closed: string[] = [];
  const layer = new TransportLayer({
    clock,
    connectionLimits: limits,
    user: {
      onMessage: (message) => messages.push(message),
      onFlowClosed: (flow) => closed.push(flow),
    },
  });
  await layer.addConnections('TCP', connector);
  return { layer, clock, connect, messages, closed };
}

const streamed = Buffer.from(
  serialise({
    ...buildRequest({
      method: 'OPTIONS',
      uri: 'sip:a@b',
      from: '<sip:a@b>;tag=1',
      to: '<sip:a@b>',
      callId: 'x',
      sequence: 1,
      headers: [['Via', 'SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKx']],
    }),
  }),
);

test('keep-alives are answered, and messages found among them', async () => {
  const { connect, messages } = await handMadeLayer();
  const { events, written } = connect();
  events.onBytes(Buffer.concat([Buffer.from('\r\n\r\n'), streamed, streamed.subarray(0, 40)]));
  events.onBytes(streamed.subarray(40));
  assert.deepEqual([written, messages.length], [['\r\n'], 2]);
});

test('attack: a message that is sent byte by byte, or never ended, costs its connection', async () => {
  const { connect, clock } = await handMadeLayer();
  const { events, closed } = connect();
  for (let at = 0; at < 40; at += 1) {
    assert.equal(closed(), false);
    events.onBytes(streamed.subarray(at, at + 1));
    clock.advance(810);
  }
  assert.equal(closed(), true);
});

test('attack: one address can’t take all connections', async () => {
  const limits = { ...defaultConnectionLimits, maxConnectionsPerAddress: 2, maxConnections: 3 };
  const { connect } = await handMadeLayer(limits);
  const closed = ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) =>
    connect(address).closed(),
  );
  assert.deepEqual(closed, [false, false, true, false, true]);
});

test('attack: the addresses of one IPv6 /64 are one', async () => {
  const limits = { ...defaultConnectionLimits, maxConnectionsPerAddress: 2 };
  const { connect } = await handMadeLayer(limits);
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'];
  const closed = addresses.map((address) => connect(address).closed());
  assert.deepEqual(closed, [false, false, true, false]);
});

test('attack: answering pings alone keeps no connection open; who has said something stays', async () => {
  const { connect, clock } = await handMadeLayer();
  const [mute, phone] = [connect('192.0.2.1'), connect('192.0.2.2')];
  phone.events.onBytes(Buffer.from('\r\n'));
  clock.advance(defaultConnectionLimits.idleMs - 1);
  for (const { events } of [mute, phone]) events.onPong();
  clock.advance(1);
  assert.deepEqual([mute.closed(), phone.closed()], [true, false]);
});

test('a silent connection is closed, and its flow ends', async () => {
  const { connect, clock, closed, layer } = await handMadeLayer();
  const connection = connect();
  clock.advance(defaultConnectionLimits.idleMs);
  assert.equal(connection.closed(), true);
  connection.events.onClose();
  assert.deepEqual([closed.length, clock.pending], [1, 0]);
  const hop = {
    transport: 'TCP',
    address: '192.0.2.1',
    port: 40_000,
    flow: closed[0] ?? '',
  } as const;
  const request = buildRequest({
    method: 'OPTIONS',
    uri: 'sip:a@b',
    from: '',
    to: '',
    callId: '',
    sequence: 1,
  });
  await assert.rejects(layer.send(request, hop), /flow is closed/);
  await assert.rejects(layer.send(buildResponse(request, 200), hop), /nobody is there/);
});

test('a stream without Content-Length is answered and closed', async () => {
  const { connect } = await handMadeLayer();
  const { events, written, closed } = connect();
  events.onBytes(
    wire([
      'OPTIONS sip:a@b SIP/2.0',
      'Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKx',
      'From: <sip:a@b>;tag=1',
      'To: <sip:a@b>',
      'Call-ID: x',
      'CSeq: 1 OPTIONS',
    ]),
  );
  await new Promise(setImmediate);
  assert.match(written[0] ?? '', /^SIP\/2\.0 400 /);
  assert.equal(closed(), true);
});
