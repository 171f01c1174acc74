import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outboundHops } from './outbound-routes.ts';
import type { OutboundRoute, Trunk, TrunkSettings } from './trunk.ts';

type Draw = (below: number) => number;
const first: Draw = () => 0;

function trunk(
  id: string,
  routes: readonly Partial<OutboundRoute>[],
  settings: Partial<TrunkSettings> = {},
): Trunk {
  return {
    ...{ id, org: 'default', version: 1, sealedPassword: null, createdAtMs: 0, updatedAtMs: 0 },
    settings: {
      ...{ name: id, auth: 'ip', uri: 'sip:pbx.test', transport: 'udp', outboundProxy: null },
      ...{ sourceIps: [], username: null, srtp: 'off', codecs: ['pcma'], maxChannels: 1 },
      ...{ priority: 10, weight: 0, enabled: true, ...settings },
      routes: routes.map((route) => ({ prefix: '', strip: 0, prepend: '', ...route })),
    },
  };
}

const hops = (trunks: readonly Trunk[], number: string, draw: Draw = first) =>
  outboundHops(trunks, number, draw).map((hop) => `${hop.trunk.id} ${hop.number}`);

describe('outbound routes', () => {
  it('lead nowhere until a prefix is allowed', () => {
    assert.deepEqual(hops([trunk('a', [])], '0123456789'), []);
    assert.deepEqual(hops([trunk('a', [{ prefix: '33' }])], '44123'), []);
    assert.deepEqual(hops([trunk('a', [{ prefix: '' }], { enabled: false })], '1'), []);
  });

  it('rewrite the number as the longest prefix of the trunk says', () => {
    const routes = [
      { prefix: '0', strip: 1, prepend: '+33' },
      { prefix: '00', strip: 2, prepend: '+' },
    ];
    assert.deepEqual(hops([trunk('a', routes)], '0123456789'), ['a +33123456789']);
    assert.deepEqual(hops([trunk('a', routes)], '0044123'), ['a +44123']);
  });

  it('never dial an empty number', () => {
    assert.deepEqual(hops([trunk('a', [{ prefix: '9', strip: 1 }])], '9'), []);
  });

  it('prefer the closest match, then the lowest priority', () => {
    const general = trunk('general', [{ prefix: '' }], { priority: 1 });
    const backup = trunk('backup', [{ prefix: '33' }], { priority: 20 });
    const main = trunk('main', [{ prefix: '33' }], { priority: 5 });
    assert.deepEqual(hops([general, backup, main], '331'), [
      'main 331',
      'backup 331',
      'general 331',
    ]);
  });

  it('share equals by weight', () => {
    const light = trunk('light', [{ prefix: '' }], { weight: 0 });
    const heavy = trunk('heavy', [{ prefix: '' }], { weight: 8 });
    const chosen = Array.from({ length: 10 }, (_, i) => {
      const draw = (below: number) => (below === 10 ? i : 0);
      return hops([light, heavy], '1', draw)[0];
    });
    assert.equal(chosen.filter((hop) => hop === 'light 1').length, 1);
    assert.equal(chosen.filter((hop) => hop === 'heavy 1').length, 9);
  });
});
