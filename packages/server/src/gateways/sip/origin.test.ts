import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  DigestGate,
  DigestServer,
  GuessThrottle,
  type Hop,
  parseMessage,
  systemClock,
  systemRandom,
} from '@sky-genesis/sip';
import { openCallHouse } from '../../../test/call-house.ts';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { AesGcmEnvelopeKey } from '../../adapters/secrets/file/index.ts';
import { TrunkBook, Trunks } from '../../domain/telephony/index.ts';
import { AppError, type Grant, systemScope } from '../../kernel/index.ts';
import { Origins } from './origin.ts';

const PBX: Hop = { transport: 'UDP', address: '192.0.2.9', port: 5060 };
const HERE: Hop = { transport: 'UDP', address: '127.0.0.1', port: 5062 };

function invite(...headers: readonly string[]) {
  return inviteTo('1001', headers);
}

function inviteTo(user: string, headers: readonly string[] = []) {
  const lines = [
    `INVITE sip:${user}@sge.test SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1',
    'From: <sip:0123@pbx.test>;tag=1',
    'To: <sip:1001@sge.test>',
    'Call-ID: a@b',
    'CSeq: 1 INVITE',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ];
  const parsed = parseMessage(Buffer.from(lines.join('\r\n')));
  assert.ok(parsed.ok && parsed.message.kind === 'request');
  return parsed.message;
}

/** Origins with a trunk of `PBX`, and with one key. */
async function openOrigins(t: { after(done: () => Promise<void>): void }, inClear = false) {
  const { storage, clock, stop } = await openCallHouse();
  const logger = recordingLogger([]);
  const book = new TrunkBook({ trunks: storage.trunks, feed: storage.feed, logger });
  const envelope = new AesGcmEnvelopeKey(randomBytes(32));
  const trunks = new Trunks({ journal: storage.journal, clock, envelope, trunks: storage.trunks });
  const settings = { auth: 'ip', uri: 'sip:192.0.2.9', sourceIps: ['192.0.2.0/28'] } as const;
  const trunk = await trunks.create(systemScope('default'), { ...settings, name: 'pbx' });
  await book.read();
  t.after(async () => {
    book.stop();
    await stop();
  });
  const server = new DigestServer({
    ...{ realm: 'sge.test', algorithms: ['SHA-256'], findHa1: () => Promise.resolve(undefined) },
    ...{ clock: systemClock(), random: systemRandom, key: randomBytes(32) },
    ...{ nonceLifetimeMs: 300_000, watchedNonces: 100 },
  });
  const grants: Grant[] = ['calls:write', 'sip:inbound'];
  const origins = new Origins({
    parts: {
      authenticator: {
        authenticate: async (shown) => {
          if (shown.kind !== 'api_key' || shown.key.reveal() !== 'sgek_right') {
            throw new AppError('unauthenticated');
          }
          const principal = { kind: 'key', id: 'key_1', grants: new Set(grants) } as const;
          return { org: 'default', principal, expiresAtMs: null };
        },
      },
      ...{ devices: storage.devices, envelope, trunks: book, trunkPassword: () => undefined },
      grantsOf: () => Promise.resolve(undefined),
    },
    gate: new DigestGate(server, new GuessThrottle(systemClock())),
    allowKeyInClear: inClear,
    isPhoneAt: () => false,
  });
  const add = async (org: string, name: string) => {
    const made = await trunks.create(systemScope(org), {
      ...settings,
      name,
      sourceIps: ['198.51.100.1'],
    });
    await book.read();
    return made;
  };
  return { origins, trunk, grants, add };
}

describe('who sends a request', () => {
  it('is a trunk by its address, and has to sign in from elsewhere', async (t) => {
    const { origins, trunk } = await openOrigins(t);
    const known = await origins.of(invite(), PBX);
    assert.partialDeepStrictEqual(known, { kind: 'known', origin: { kind: 'trunk', trunk } });
    const stranger = await origins.of(invite(), { ...PBX, address: '192.0.2.77' });
    assert.partialDeepStrictEqual(stranger, { kind: 'refused', status: 401 });
    const signsIn = await origins.of(invite('Authorization: Digest username="a"'), PBX);
    assert.notEqual(signsIn.kind, 'known');
  });

  it('is a key’s, whose trunk is that of the address', async (t) => {
    const { origins, trunk } = await openOrigins(t);
    const shown = invite('X-API-Key: sgek_right');
    const here = await origins.of(shown, HERE);
    const { kind } = here.kind === 'known' ? here.origin : here;
    assert.equal(kind, 'key');
    const byTls = await origins.of(shown, { ...PBX, transport: 'TLS' });
    assert.partialDeepStrictEqual(byTls, { kind: 'known', origin: { kind: 'key', trunk } });
  });

  it('is nobody’s by the address alone where a page may have opened the WebSocket', async (t) => {
    const { origins, trunk } = await openOrigins(t);
    const page = await origins.of(invite(), { ...PBX, transport: 'WSS', flow: 'wss-1' });
    assert.partialDeepStrictEqual(page, { kind: 'refused', status: 401 });
    const dialled = { ...PBX, transport: 'WSS', flow: 'wss-2', dialled: true } as const;
    assert.partialDeepStrictEqual(await origins.of(invite(), dialled), {
      kind: 'known',
      origin: { kind: 'trunk', trunk },
    });
  });

  it('is refused by 403 with a wrong key, from a trusted address too', async (t) => {
    const { origins, grants } = await openOrigins(t, true);
    for (const wrong of ['sgek_wrong', '']) {
      const verdict = await origins.of(invite(`X-API-Key: ${wrong}`), PBX);
      assert.partialDeepStrictEqual(verdict, { kind: 'refused', status: 403 });
    }
    grants.pop();
    const unfit = await origins.of(invite('X-API-Key: sgek_right'), HERE);
    assert.partialDeepStrictEqual(unfit, { kind: 'refused', status: 403 });
  });

  it('shows no key in clear but on this machine, unless that is allowed', async (t) => {
    const { origins } = await openOrigins(t);
    for (const transport of ['UDP', 'TCP', 'WS'] as const) {
      const verdict = await origins.of(invite('X-API-Key: sgek_right'), { ...PBX, transport });
      assert.partialDeepStrictEqual(verdict, { kind: 'refused', status: 403 });
    }
    const { origins: open } = await openOrigins(t, true);
    const verdict = await open.of(invite('X-API-Key: sgek_right'), PBX);
    assert.equal(verdict.kind, 'known');
  });

  it('is the trunk whose contact is called, where trunks of two organisations share a connection', async (t) => {
    const { origins, add } = await openOrigins(t);
    const [ours, theirs] = [await add('default', 'a'), await add('other', 'b')];
    const registrar: Hop = { transport: 'TLS', address: '203.0.113.5', port: 5061, flow: 'tls-1' };
    const trunkOf = async (user: string) => {
      const verdict = await origins.of(inviteTo(user), registrar);
      return verdict.kind === 'known' && verdict.origin.kind === 'trunk'
        ? verdict.origin.trunk.id
        : verdict.kind;
    };
    origins.expectAt('tours', ours.id);
    origins.expectBy(registrar, ours.id);
    assert.equal(await trunkOf('1001'), ours.id);
    origins.expectAt('ttheirs', theirs.id);
    origins.expectBy(registrar, theirs.id);
    assert.equal(await trunkOf('tours'), ours.id);
    assert.equal(await trunkOf('ttheirs'), theirs.id);
    assert.equal(await trunkOf('1001'), 'refused');
    origins.forget('ttheirs');
    assert.equal(await trunkOf('1001'), ours.id);
    origins.forget('tours');
    assert.equal(await trunkOf('1001'), 'refused');
  });
});
