import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNameAddr } from '@sky-genesis/sip';
import type { Trunk } from '../../domain/telephony/index.ts';
import { followedBy } from './redirecting.ts';

function trunkBy(transport: Trunk['settings']['transport']): Trunk {
  return {
    ...{ id: 'trunk_1', org: 'default', version: 1, sealedPassword: null },
    settings: {
      ...{ name: 'pbx', auth: 'ip', uri: 'sip:PBX.example', transport, outboundProxy: null },
      ...{ sourceIps: ['192.0.2.7'], username: null, srtp: 'off', codecs: ['opus'] },
      ...{ maxChannels: 1, priority: 0, weight: 0, routes: [], enabled: true },
    },
    ...{ createdAtMs: 0, updatedAtMs: 0 },
  };
}

function followed(trunk: Trunk, ...contacts: readonly string[]) {
  const from = (address: string) => (address === '192.0.2.7' ? [trunk] : []);
  const named = contacts.flatMap((contact) => parseNameAddr(contact) ?? []);
  assert.equal(named.length, contacts.length);
  return followedBy({ from }, trunk, named);
}

test('a redirect is followed to the host and the addresses of the trunk alone', () => {
  const own = followed(trunkBy('udp'), '<sip:1@pbx.EXAMPLE:5070>', '<sip:2@192.0.2.7>');
  assert.deepEqual(own, ['sip:1@pbx.example:5070', 'sip:2@192.0.2.7']);
  const others = ['<sip:1@elsewhere.example>', '<sip:1@192.0.2.8>', '<tel:+331>', '<mailto:a@b>'];
  assert.deepEqual(followed(trunkBy('udp'), ...others), []);
});

test('nothing in it leads around that host, or is put into our request', () => {
  const contact = '<sip:1:secret@pbx.example;maddr=192.0.2.8;transport=tcp?Subject=x>';
  assert.deepEqual(followed(trunkBy('udp'), contact), ['sip:1@pbx.example;transport=tcp']);
});

test('a trunk over TLS is not left for the clear', () => {
  const contacts = ['<sip:1@pbx.example>', '<sip:1@pbx.example;transport=udp>'] as const;
  for (const transport of ['tls', 'wss'] as const) {
    const expected = `sip:1@pbx.example;transport=${transport}`;
    assert.deepEqual(followed(trunkBy(transport), ...contacts), [expected, expected]);
  }
});
