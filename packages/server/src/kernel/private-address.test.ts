import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isLoopbackAddress, isPrivateAddress } from './private-address.ts';

it('tells addresses that only their own network reaches from those that everybody does', () => {
  const own = ['10.1.2.3', '172.31.0.1', '192.168.1.20', '100.64.1.1', '127.0.0.1', '169.254.1.1'];
  for (const address of [...own, 'fd00::2', 'fe80::1', '::1']) {
    assert.ok(isPrivateAddress(address), address);
  }
  for (const address of ['203.0.113.7', '172.32.0.1', '2001:db8::7', '9.9.9.9']) {
    assert.ok(!isPrivateAddress(address), address);
  }
});

it('knows a peer on this machine by any socket', () => {
  for (const address of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopbackAddress(address), address);
  for (const address of ['10.127.0.1', '::ffff:10.0.0.1', '::', '1270::1'])
    assert.ok(!isLoopbackAddress(address), address);
});
