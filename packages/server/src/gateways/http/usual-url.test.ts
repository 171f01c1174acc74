import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualUrl } from './usual-url.ts';

test('a server on loopback or on every address is reached by a name that opens in a browser', () => {
  for (const address of ['127.0.0.1', '0.0.0.0']) {
    assert.equal(usualUrl({ address, family: 'IPv4', port: 8080 }, false), 'http://localhost:8080');
  }
  for (const address of ['::1', '::']) {
    assert.equal(usualUrl({ address, family: 'IPv6', port: 8443 }, true), 'https://localhost:8443');
  }
});

test('a server on one address is reached there', () => {
  const v4 = { address: '192.0.2.7', family: 'IPv4', port: 443 };
  assert.equal(usualUrl(v4, true), 'https://192.0.2.7:443');
  const v6 = { address: '2001:db8::7', family: 'IPv6', port: 80 };
  assert.equal(usualUrl(v6, false), 'http://[2001:db8::7]:80');
});
