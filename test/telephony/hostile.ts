import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { damaged } from '../../packages/sip/src/testing/mutations.ts';

/** Loopback, but the address of no trunk and no telephone of these tests. */
export const STRANGER = '127.0.0.2';
/** Datagrams a millisecond: more, and most are lost before the server can read them. */
const BURST = 16;
const METHODS =
  'INVITE ACK BYE CANCEL OPTIONS REGISTER REFER PRACK UPDATE NOTIFY INFO SUBSCRIBE'.split(' ');
const OFFER = [
  ...['v=0', `o=- 1 1 IN IP4 ${STRANGER}`, 's=-', `c=IN IP4 ${STRANGER}`, 't=0 0'],
  ...['m=audio 40000 RTP/AVP 0', ''],
].join('\r\n');

let requestsMade = 0;

/** Sends datagrams to a port of 127.0.0.1, as many as the server can just read. */
export async function flood(port: number, datagrams: readonly Uint8Array[], from = STRANGER) {
  const socket = createSocket('udp4');
  socket.bind(0, from);
  await once(socket, 'listening');
  for (let i = 0; i < datagrams.length; i += BURST) {
    const sent = datagrams.slice(i, i + BURST).map((bytes) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.send(bytes, port, '127.0.0.1', () => resolve());
      return promise;
    });
    await Promise.all(sent);
    await setTimeout(1);
  }
  socket.close();
}

/** A connection to a port of 127.0.0.1. */
export async function connected(port: number, from = STRANGER): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1', localAddress: from });
  // Whoever is thrown out may learn it by a reset.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket.resume();
}

/** Writes, and resolves once the server has closed the connection. */
export async function thrownOutFor(port: number, bytes: Uint8Array, from = STRANGER) {
  const socket = await connected(port, from);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytes);
  await closed;
}

/** Bytes without sense, of all the sizes that a datagram can have; some begin as STUN, DTLS, RTP or SIP do. */
export function noise(count: number, seed: number): readonly Uint8Array[] {
  const size = fc.oneof(
    { weight: 20, arbitrary: fc.nat(200) },
    { weight: 10, arbitrary: fc.nat(1_500) },
    { weight: 1, arbitrary: fc.integer({ min: 1_500, max: 65_507 }) },
  );
  const first = fc.constantFrom(0x00, 0x01, 0x0a, 0x16, 0x49, 0x80, 0x90, 0xbf, 0xff);
  const datagram = fc.tuple(size, first, fc.nat()).map(([bytes, head, state]) => {
    let next = state;
    return Uint8Array.from({ length: bytes }, (_, index) => {
      next = (Math.imul(next, 1_103_515_245) + 12_345) >>> 0;
      return index === 0 ? head : next >>> 16;
    });
  });
  return fc.sample(datagram, { numRuns: count, seed });
}

/** SIP requests and responses that were damaged on their way. */
export function damagedMessages(count: number, seed: number, user: string): readonly Uint8Array[] {
  const requests = METHODS.map((method) => sipRequest(method, user, seed));
  const responses = requests.map((text) => text.replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n'));
  return fc.sample(damaged([...requests, ...responses]), { numRuns: count, seed });
}

/** Requests as a well-behaved stranger would write them, each the first of its dialog. */
export function requests(count: number, method: string, user: string): readonly Uint8Array[] {
  return Array.from({ length: count }, () => Buffer.from(sipRequest(method, user, ++requestsMade)));
}

function sipRequest(method: string, user: string, number: number): string {
  const body = method === 'INVITE' ? OFFER : '';
  return [
    `${method} sip:${user}@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP ${STRANGER}:5060;branch=z9hG4bK${method}${number};rport`,
    'Max-Forwards: 70',
    `From: "A Stranger" <sip:stranger@${STRANGER}>;tag=${number}`,
    `To: <sip:${user}@127.0.0.1>`,
    `Call-ID: ${method}${number}@stranger`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:stranger@${STRANGER}:5060>`,
    'Supported: 100rel, timer, replaces',
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
