import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyTrunk, trunkDraftOf, trunkOf, withRoute } from './trunk-draft.ts';

const kept = {
  id: 'trunk_1',
  name: 'Asterisk',
  auth: 'digest',
  uri: 'sip:pbx.example.com',
  transport: 'tls',
  outbound_proxy: null,
  source_ips: ['192.0.2.7', '198.51.100.0/24'],
  username: 'sge',
  srtp: 'sdes',
  codecs: ['opus'],
  max_channels: 5,
  priority: 10,
  weight: 10,
  routes: [{ prefix: '0', strip: 1, prepend: '+33' }],
  enabled: true,
  has_password: true,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
} as const;

describe('a trunk in a form', () => {
  it('comes out as it went in, and says nothing of a password that was not touched', () => {
    const trunk = { ...kept, codecs: [...kept.codecs], source_ips: [...kept.source_ips] };
    assert.deepEqual(trunkOf(trunkDraftOf({ ...trunk, routes: [...kept.routes] })), {
      name: 'Asterisk',
      auth: 'digest',
      uri: 'sip:pbx.example.com',
      transport: 'tls',
      srtp: 'sdes',
      source_ips: ['192.0.2.7', '198.51.100.0/24'],
      username: 'sge',
      max_channels: 5,
      routes: [{ prefix: '0', strip: 1, prepend: '+33' }],
    });
  });

  it('takes addresses separated by spaces, commas and lines', () => {
    const sources = ' 192.0.2.7,  198.51.100.0/24\n2001:db8::/64 ';
    assert.deepEqual(trunkOf({ ...emptyTrunk, sources }).source_ips, [
      '192.0.2.7',
      '198.51.100.0/24',
      '2001:db8::/64',
    ]);
  });

  it('tells each row of numbers apart, whichever was taken away before', () => {
    const [, second] = withRoute(withRoute([]));
    assert.ok(second);
    assert.deepEqual(
      withRoute([second]).map(({ key }) => key),
      [1, 2],
    );
  });
});
