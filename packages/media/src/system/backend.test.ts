import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { after, describe, it, type TestContext } from 'node:test';
import type { BackendEvents, LocalTransportParameters } from '../transport/media-transport.ts';
import { collectGarbage, describeBackend } from '../transport/testing/backend-contract.ts';
import { TestPeer } from '../transport/testing/test-peer.ts';
import { SystemBackend, type SystemBackendOptions } from './backend.ts';
import { loadForeign } from './foreign.ts';
import { UdpSocket } from './udp-socket.ts';

const foreign = await loadForeign();
const PORTS = { min: 9300, max: 9399 };
const HERE = '127.0.0.1';
const PACKET = Uint8Array.of(0x80, 0x60, 0, 1, 0, 0, 0, 9, 0, 0, 0, 7, 1, 2, 3);

type Options = Partial<SystemBackendOptions>;

function backendOf(events: BackendEvents, options: Options = {}): SystemBackend {
  const { bindAddress = HERE } = options;
  const socket = UdpSocket.open(foreign, bindAddress, PORTS);
  return new SystemBackend({ ...options, foreign, socket, bindAddress }, events);
}

describeBackend('the backend on the system’s sockets and OpenSSL', (events) => backendOf(events));

describeBackend('the same on a socket of both IPv6 and IPv4', (events) =>
  backendOf(events, { bindAddress: '::', announcedAddresses: [HERE] }),
);

/** A backend for one test, and what it tells. */
function open(t: TestContext, options: Options = {}) {
  const news = new EventEmitter();
  const received: Buffer[] = [];
  const backend = backendOf(
    {
      packets: (batch) => {
        for (let i = 0; i < batch.received; i += 1)
          received.push(Buffer.from(batch.buffer(i).slice(batch.starts[i], batch.ends[i])));
        news.emit('packets');
      },
      connected: (slot) => news.emit('connected', slot),
      transportClosed: (slot, failed) => news.emit('closed', slot, failed),
    },
    options,
  );
  t.after(() => backend.close());
  return { backend, news, received };
}

function peerOf(t: TestContext): TestPeer {
  const peer = new TestPeer();
  t.after(() => peer.close());
  return peer;
}

async function clientOf(t: TestContext): Promise<Socket> {
  const client = createSocket('udp4');
  t.after(() => client.close());
  client.bind(0, HERE);
  await once(client, 'listening');
  return client;
}

function portOf({ candidates: [candidate = ''] }: LocalTransportParameters): number {
  return Number(candidate.split(' ')[5]);
}

/** RFC 8445 section 7.1.1, as a controlling agent sends it; without FINGERPRINT. */
function checkFor({ iceUfrag }: LocalTransportParameters, password: string): Buffer {
  const name = Buffer.from(`${iceUfrag}:them`);
  const padded = Buffer.concat([name, Buffer.alloc((4 - (name.length % 4)) % 4)]);
  const message = Buffer.concat([
    Buffer.from('000100002112a442', 'hex'),
    randomBytes(12),
    attribute(0x0006, name.length, padded),
    attribute(0x802a, 8, randomBytes(8)),
    attribute(0x0025, 0, Buffer.alloc(0)),
  ]);
  message.writeUInt16BE(message.length - 20 + 24, 2);
  const integrity = createHmac('sha1', password).update(message).digest();
  return Buffer.concat([message, attribute(0x0008, 20, integrity)]);
}

function attribute(type: number, length: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(length, 2);
  return Buffer.concat([head, value]);
}

describe('what comes to the port of media', () => {
  after(collectGarbage);

  it('is answered where it is an authentic check, and nowhere else', async (t) => {
    const { backend } = open(t);
    const { local } = await backend.open(peerOf(t).credentials);
    const client = await clientOf(t);
    const answers: Buffer[] = [];
    client.on('message', (answer) => answers.push(answer));
    const right = checkFor(local, local.icePwd);
    const other = { ...local, iceUfrag: 'nobody' };
    const hello = Buffer.from('16fefd00000000000000000010', 'hex');
    for (const datagram of [
      checkFor(local, 'a password of another kind'),
      checkFor(other, local.icePwd),
      Buffer.concat([hello, Buffer.alloc(16)]),
      Buffer.from(PACKET),
      Buffer.alloc(0),
      right,
    ])
      client.send(datagram, portOf(local), HERE);
    await once(client, 'message');
    assert.equal(answers.length, 1);
    assert.equal(answers[0]?.readUInt16BE(0), 0x0101);
    assert.deepEqual(answers[0]?.subarray(4, 20), right.subarray(4, 20));
    const mapped = answers[0]?.subarray(24, 32) ?? Buffer.alloc(8);
    assert.equal(mapped.readUInt16BE(2) ^ 0x2112, client.address().port);
  });

  it('may be any garbage, from strangers and from where a peer is, and the peer is heard', async (t) => {
    const { backend, news, received } = open(t);
    const peer = peerOf(t);
    const { local } = await backend.open(peer.credentials);
    const client = await clientOf(t);
    // It takes a place among the peer's addresses, and so gets through to DTLS and SRTP.
    client.send(checkFor(local, local.icePwd), portOf(local), HERE);
    await once(client, 'message');
    for (let i = 0; i < 3000; i += 1) {
      const garbage = randomBytes(1 + ((i * 7) % 1500));
      garbage[0] = [0x00, 0x16, 0x80, 0x90, 0xff][i % 5] ?? 0;
      if (i % 10 < 5) garbage[1] = 200;
      client.send(garbage, portOf(local), HERE);
      if (i % 50 === 0) await new Promise(setImmediate);
    }
    client.send(checkFor(local, local.icePwd), portOf(local), HERE);
    await once(client, 'message');
    assert.deepEqual(received, []);
    const connected = once(news, 'connected');
    peer.connect(local);
    await Promise.all([peer.opened(), connected]);
    peer.send(PACKET);
    await once(news, 'packets');
    assert.deepEqual(received, [Buffer.from(PACKET)]);
  });
});

describe('a transport of which nothing is heard', () => {
  after(collectGarbage);

  it('fails, whether its peer never came or came once', async (t) => {
    const { backend, news } = open(t, { consentMs: 300 });
    const transports = [
      await backend.open(peerOf(t).credentials),
      await backend.open(peerOf(t).credentials),
    ] as const;
    const client = await clientOf(t);
    const [, { local }] = transports;
    client.send(checkFor(local, local.icePwd), portOf(local), HERE);
    const ends = new Map<number, boolean>();
    news.on('closed', (slot, failed) => ends.set(slot, failed));
    while (ends.size < 2) await once(news, 'closed');
    assert.deepEqual([...ends].sort(), [
      [transports[0].slot, true],
      [transports[1].slot, true],
    ]);
  });
});

describe('DTLS that we open', () => {
  after(collectGarbage);

  it('is tried again when its first datagram is lost', async (t) => {
    const { backend, news } = open(t);
    const peer = peerOf(t);
    const transport = await backend.open({ ...peer.credentials, setup: 'passive' });
    assert.equal(transport.local.setup, 'active');
    const path = await losingPath(t, portOf(transport.local), 1);
    const connected = once(news, 'connected');
    const candidates = transport.local.candidates.map((candidate) =>
      candidate.replace(` ${portOf(transport.local)} `, ` ${path.port} `),
    );
    peer.connect({ ...transport.local, candidates });
    await Promise.all([peer.opened(), connected]);
    assert.equal(path.lost, 1);
    transport.send(PACKET);
    await peer.receivedCount(1);
    assert.deepEqual(peer.received, [Buffer.from(PACKET)]);
  });
});

/** A way to `port` that loses the first `count` datagrams of DTLS that come back. */
async function losingPath(t: TestContext, port: number, count: number) {
  const [front, back] = [await clientOf(t), await clientOf(t)];
  const path = { port: front.address().port, lost: 0 };
  let peerPort = 0;
  front.on('message', (datagram, from) => {
    peerPort = from.port;
    back.send(datagram, port, HERE);
  });
  back.on('message', (datagram) => {
    const first = datagram[0] ?? 0;
    if (first >= 20 && first <= 63 && path.lost < count) path.lost += 1;
    else front.send(datagram, peerPort, HERE);
  });
  return path;
}
