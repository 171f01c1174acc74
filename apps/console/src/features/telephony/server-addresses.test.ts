import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressesOf } from './server-addresses.ts';

const server = {
  host: 'voip.example.com',
  port: 5060,
  tls_port: 5061,
  websocket_url: 'wss://voip.example.com/sip',
};

describe('where a phone signs in', () => {
  it('is told per transport, TLS only where the server has it', () => {
    assert.deepEqual(addressesOf(server), {
      plain: 'voip.example.com:5060',
      tls: 'voip.example.com:5061',
      websocket: 'wss://voip.example.com/sip',
    });
    assert.equal(addressesOf({ ...server, tls_port: null }).tls, null);
  });

  it('puts an IPv6 address in brackets, once', () => {
    for (const host of ['2001:db8::7', '[2001:db8::7]']) {
      assert.equal(addressesOf({ ...server, host }).plain, '[2001:db8::7]:5060');
    }
  });
});
