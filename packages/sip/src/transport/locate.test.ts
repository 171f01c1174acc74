import assert from 'node:assert/strict';
import test from 'node:test';
import type { TransportName } from '../hop.ts';
import { parseUri } from '../message/uri.ts';
import { locate } from './locate.ts';
import type { NaptrRecord, SrvRecord } from './resolver.ts';

const all: readonly TransportName[] = ['UDP', 'TCP', 'TLS'];

interface Zone {
  readonly naptr?: readonly NaptrRecord[];
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
}

/** `UDP 192.0.2.1:5060` for each place to try. `fraction` is what the dice show, from 0 to 1. */
async function placesOf(
  text: string,
  zone: Zone = {},
  transports = all,
  fraction = 0,
): Promise<string[]> {
  const uri = parseUri(text);
  assert.ok(uri?.scheme === 'sip' || uri?.scheme === 'sips');
  const dice = Buffer.alloc(4);
  dice.writeUInt32BE(Math.floor(fraction * (2 ** 32 - 1)));
  const hops = await locate(uri, {
    transports,
    random: () => dice,
    resolver: {
      naptr: async () => zone.naptr ?? [],
      srv: async (name) => zone.srv?.[name] ?? [],
      addresses: async (name) => zone.hosts?.[name] ?? [],
    },
  });
  return hops.map(({ transport, address, port, serverName }) =>
    [transport, `${address}:${port}`, ...(serverName ? [serverName] : [])].join(' '),
  );
}

const srv = (priority: number, weight: number, target: string, port = 5060) => ({
  priority,
  weight,
  port,
  target,
});
const naptr = (order: number, service: string, replacement: string) => ({
  order,
  preference: 50,
  flags: 's',
  service,
  replacement,
});

test('an address needs no look-up', async () => {
  assert.deepEqual(await placesOf('sip:a@192.0.2.1'), ['UDP 192.0.2.1:5060']);
  assert.deepEqual(await placesOf('sip:a@[2001:db8::1]:5070;transport=tcp'), [
    'TCP 2001:db8::1:5070',
  ]);
  assert.deepEqual(await placesOf('sips:a@192.0.2.1'), ['TLS 192.0.2.1:5061 192.0.2.1']);
  assert.deepEqual(await placesOf('sip:a@example.com;maddr=192.0.2.9'), ['UDP 192.0.2.9:5060']);
});

test('a port needs no SRV', async () => {
  const hosts = { 'example.com': ['192.0.2.1', '2001:db8::1'] };
  const srvs = { '_sip._udp.example.com': [srv(1, 1, 'other.example.com')] };
  assert.deepEqual(await placesOf('sip:a@example.com:5080', { hosts, srv: srvs }), [
    'UDP 192.0.2.1:5080',
    'UDP 2001:db8::1:5080',
  ]);
});

test('NAPTR gives the order of transports, and those that we lack are left out', async () => {
  const zone = {
    naptr: [
      naptr(90, 'SIP+D2U', '_sip._udp.example.com'),
      naptr(50, 'SIPS+D2T', '_sips._tcp.example.com'),
      naptr(10, 'SIP+D2S', '_sip._sctp.example.com'),
    ],
    srv: {
      '_sips._tcp.example.com': [srv(1, 1, 's1.example.com', 5061)],
      '_sip._udp.example.com': [srv(1, 1, 's2.example.com')],
    },
    hosts: { 's1.example.com': ['192.0.2.1'], 's2.example.com': ['192.0.2.2'] },
  };
  assert.deepEqual(await placesOf('sip:a@example.com', zone), [
    'TLS 192.0.2.1:5061 example.com',
    'UDP 192.0.2.2:5060',
  ]);
  assert.deepEqual(await placesOf('sips:a@example.com', zone), ['TLS 192.0.2.1:5061 example.com']);
});

test('SRV records go by priority, and within one by the dice and the weights', async () => {
  const zone = {
    srv: { '_sip._tcp.example.com': [srv(2, 0, 'c'), srv(1, 30, 'b'), srv(1, 10, 'a')] },
    hosts: { a: ['192.0.2.1'], b: ['192.0.2.2'], c: ['192.0.2.3'] },
  };
  const places = (fraction: number) =>
    placesOf('sip:a@example.com;transport=tcp', zone, all, fraction);
  const [a, b, c] = ['TCP 192.0.2.1:5060', 'TCP 192.0.2.2:5060', 'TCP 192.0.2.3:5060'];
  assert.deepEqual(await places(0), [a, b, c]);
  assert.deepEqual(await places(0.99), [b, a, c]);
});

test('a name without NAPTR and SRV is asked for its addresses', async () => {
  const hosts = { 'example.com': ['192.0.2.1'] };
  assert.deepEqual(await placesOf('sip:a@example.com', { hosts }), ['UDP 192.0.2.1:5060']);
  assert.deepEqual(await placesOf('sips:a@example.com', { hosts }), [
    'TLS 192.0.2.1:5061 example.com',
  ]);
});

test('nothing is tried where the name does not exist, the service is refused or the transport is not ours', async () => {
  assert.deepEqual(await placesOf('sip:a@nowhere.example'), []);
  assert.deepEqual(await placesOf('sip:a@192.0.2.1;transport=sctp'), []);
  assert.deepEqual(await placesOf('sip:a@192.0.2.1;transport=ws'), []);
  assert.deepEqual(await placesOf('sips:a@192.0.2.1;transport=udp'), []);
  const zone = { srv: { '_sip._udp.example.com': [srv(0, 0, '.')] } };
  assert.deepEqual(await placesOf('sip:a@example.com', zone), []);
});

test('sips by the name of a plain transport is its secure one', async () => {
  assert.deepEqual(await placesOf('sips:a@192.0.2.1;transport=tcp'), [
    'TLS 192.0.2.1:5061 192.0.2.1',
  ]);
  assert.deepEqual(await placesOf('sips:a@192.0.2.1;transport=ws', {}, ['WSS']), [
    'WSS 192.0.2.1:443 192.0.2.1',
  ]);
});
