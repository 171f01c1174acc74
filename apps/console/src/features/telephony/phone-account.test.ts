import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { en } from '../../i18n/en.ts';
import { accountOf } from './phone-account.ts';

const words = en.telephony.phones;
const server = {
  host: 'voip.example.com',
  port: 5060,
  tls_port: 5061,
  websocket_url: 'wss://voip.example.com/ws/sip',
};

describe('where a phone signs in', () => {
  it('is told per transport, before the name with which it does', () => {
    assert.deepEqual(accountOf({ username: 'noor-desk', server }, words), [
      { label: words.server, value: 'voip.example.com:5060' },
      { label: words.serverTls, value: 'voip.example.com:5061' },
      { label: words.serverWebsocket, value: 'wss://voip.example.com/ws/sip' },
      { label: words.username, value: 'noor-desk' },
    ]);
  });

  it('names no TLS where the server has none', () => {
    const fields = accountOf(
      { username: 'noor-desk', server: { ...server, tls_port: null } },
      words,
    );
    assert.deepEqual(
      fields.map(({ label }) => label),
      [words.server, words.serverWebsocket, words.username],
    );
  });

  it('puts an IPv6 address in brackets, once', () => {
    for (const host of ['2001:db8::7', '[2001:db8::7]']) {
      const [first] = accountOf({ username: 'noor-desk', server: { ...server, host } }, words);
      assert.equal(first?.value, '[2001:db8::7]:5060');
    }
  });
});
