import assert from 'node:assert/strict';
import { it } from 'node:test';
import { announcedAddresses, everyAddress } from './addresses.ts';

const loopback = { address: '127.0.0.1', family: 'IPv4', internal: true };
const lan = { address: '192.0.2.2', family: 'IPv4', internal: false };
const lan6 = { address: '2001:db8::2', family: 'IPv6', internal: false };
const link = { address: 'fe80::1', family: 'IPv6', internal: false };

it('announces one address where one is bound', () => {
  assert.deepEqual(announcedAddresses('198.51.100.1', [loopback, lan]), ['198.51.100.1']);
});

it('announces every address of the machine, the network’s first, without link-local ones', () => {
  const own = [loopback, lan, lan6, link];
  assert.deepEqual(announcedAddresses('::', own), ['192.0.2.2', '2001:db8::2', '127.0.0.1']);
  assert.deepEqual(announcedAddresses('0.0.0.0', own), ['192.0.2.2', '127.0.0.1']);
});

it('binds IPv4 alone on a machine without IPv6', () => {
  assert.equal(everyAddress([loopback, lan]), '0.0.0.0');
  assert.equal(everyAddress([loopback, lan6]), '::');
});
