import assert from 'node:assert/strict';
import test from 'node:test';
import type { Hop } from '../hop.ts';
import { buildRequest } from '../message/build.ts';
import { systemRandom } from '../random.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { defaultSourceRate, SourceRate } from '../transport/source-rate.ts';
import { DigestClient } from './client.ts';
import { digestHa1 } from './digest.ts';
import { DigestGate } from './gate.ts';
import { GuessThrottle } from './guess-throttle.ts';
import { DigestServer } from './server.ts';
import { sourceKey } from './source-key.ts';

const from = (address: string): Hop => ({ transport: 'UDP', address, port: 5060 });
const requestFor = (uri = 'sip:example.com') =>
  buildRequest({
    method: 'REGISTER',
    uri,
    from: '<sip:a@example.com>;tag=1',
    to: '<sip:a@example.com>',
    callId: 'c',
    sequence: 1,
  });

function world(servesUri?: (uri: unknown) => boolean) {
  const clock = new FakeClock();
  const server = new DigestServer({
    realm: 'sge',
    algorithms: ['MD5'],
    findHa1: (name, algorithm) =>
      name === 'desk' ? digestHa1(algorithm, name, 'sge', 'right') : undefined,
    clock,
    random: systemRandom,
    key: systemRandom(32),
    nonceLifetimeMs: 600_000,
    watchedNonces: 100,
    ...(servesUri ? { servesUri } : {}),
  });
  const gate = new DigestGate(server, new GuessThrottle(clock));
  /** Answers the gate's challenge with this password. */
  const attempt = async (
    address: string,
    password: string,
    username = 'desk',
    rewritten?: string,
  ) => {
    const request = requestFor();
    const first = await gate.check(request, from(address));
    if (first.kind !== 'challenge') return first.kind;
    const client = new DigestClient([{ username, password }], systemRandom);
    const headers = request.headers.clone();
    for (const [name, value] of first.headers) headers.append(name, value);
    client.accept(request, {
      kind: 'response',
      status: 401,
      reason: '',
      headers,
      body: new Uint8Array(),
    });
    client.authorize(request);
    const verdict = await gate.check(
      rewritten === undefined ? request : { ...request, uri: rewritten },
      from(address),
    );
    return verdict.kind === 'challenge' ? verdict.reason : verdict.kind;
  };
  return { clock, gate, attempt };
}

test('the right password passes, a wrong one or an unknown name is challenged again', async () => {
  const { attempt } = world();
  assert.equal(await attempt('192.0.2.1', 'right'), 'accepted');
  assert.equal(await attempt('192.0.2.1', 'wrong'), 'wrong-password');
  assert.equal(await attempt('192.0.2.1', 'right', 'nobody'), 'unknown-user');
});

test('who guesses ten times in a minute is heard no more for five, from all of an IPv6 /64', async () => {
  const { clock, attempt } = world();
  for (let guess = 0; guess < 9; guess += 1)
    assert.equal(await attempt(`2001:db8:0:1::${guess}`, 'wrong'), 'wrong-password');
  assert.equal(await attempt('2001:db8:0:1:ffff::', 'wrong'), 'ignore');
  assert.equal(await attempt('2001:db8:0:1::9', 'right'), 'ignore');
  assert.equal(await attempt('2001:db8:0:2::9', 'right'), 'accepted');
  clock.advance(300_001);
  assert.equal(await attempt('2001:db8:0:1::9', 'right'), 'accepted');
});

test('guesses that are far apart block nobody', async () => {
  const { clock, attempt } = world();
  for (let guess = 0; guess < 30; guess += 1) {
    assert.equal(await attempt('192.0.2.1', 'wrong'), 'wrong-password');
    clock.advance(10_000);
  }
});

test('credentials whose URI a proxy rewrote are taken where it is the same host or one that we serve', async () => {
  const strict = world();
  assert.equal(
    await strict.attempt('192.0.2.1', 'right', 'desk', 'sip:desk@example.com'),
    'accepted',
  );
  assert.equal(await strict.attempt('192.0.2.1', 'right', 'desk', 'sip:10.0.0.1'), 'wrong-uri');
  const serving = world(() => true);
  assert.equal(await serving.attempt('192.0.2.1', 'right', 'desk', 'sip:10.0.0.1'), 'accepted');
});

test('a throttle remembers a bounded number of sources', () => {
  const clock = new FakeClock();
  const limits = { maxFailures: 1, windowMs: 1_000, blockMs: 1_000, capacity: 2 };
  const throttle = new GuessThrottle(clock, limits);
  for (const last of [1, 2, 3]) throttle.fail(`192.0.2.${last}`);
  assert.deepEqual(
    [1, 2, 3].map((last) => throttle.blocks(`192.0.2.${last}`)),
    [false, true, true],
  );
});

test('one source is an IPv4 address or an IPv6 /64, however it is written', () => {
  const keys = {
    '192.0.2.1': '192.0.2.1',
    '::ffff:192.0.2.1': '192.0.2.1',
    '::FFFF:c000:201': '192.0.2.1',
    '2001:db8::1': '2001:db8:0:0::/64',
    '2001:0DB8:0:0:ffff:1:2:3': '2001:db8:0:0::/64',
    '1:2:3:4:5:6:7:8': '1:2:3:4::/64',
    '::1': '0:0:0:0::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    '1:2::3:4:5': '1:2:0:0::/64',
    '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
  };
  for (const [address, key] of Object.entries(keys)) assert.equal(sourceKey(address), key, address);
});

test('a source may send a burst and then so many a second', () => {
  const clock = new FakeClock();
  const rate = new SourceRate(clock, {
    ...defaultSourceRate,
    perSecond: 10,
    burst: 5,
    capacity: 2,
  });
  const admitted = (address: string, times: number) =>
    Array.from({ length: times }, () => rate.admits(address)).filter(Boolean).length;
  assert.equal(admitted('192.0.2.1', 20), 5);
  assert.equal(admitted('192.0.2.2', 1), 1);
  clock.advance(1_000);
  assert.equal(admitted('192.0.2.1', 20), 5);
  clock.advance(300);
  assert.equal(admitted('192.0.2.1', 20), 3);
});
