import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest, buildResponse } from '../message/build.ts';
import type { SipRequest } from '../message/message.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { DigestClient } from './client.ts';
import { type DigestAlgorithm, digestHa1, digestResponse } from './digest.ts';
import { ReplayWindow } from './replay-window.ts';
import { DigestServer, type DigestVerdict } from './server.ts';

const realm = 'example.com';
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

function register(uri = 'sip:example.com'): SipRequest {
  const from = '<sip:alice@example.com>;tag=1';
  const to = '<sip:alice@example.com>';
  return buildRequest({ method: 'REGISTER', uri, from, to, callId: 'c', sequence: 1 });
}

function server(algorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5']) {
  const clock = new FakeClock();
  const digest = new DigestServer({
    realm,
    algorithms,
    findHa1: (username, algorithm) =>
      username === 'alice' ? digestHa1(algorithm, 'alice', realm, 'secret') : undefined,
    clock,
    random,
    key: random(32),
    nonceLifetimeMs: 60_000,
    watchedNonces: 3,
  });
  return { clock, digest };
}

/** Answers the challenge and gives the next verdict. */
async function again(
  digest: DigestServer,
  client: DigestClient,
  request: SipRequest,
  verdict: DigestVerdict,
) {
  assert.ok(verdict.kind === 'challenge');
  const headers = verdict.challenges.map((value) => ['WWW-Authenticate', value] as const);
  const problem = client.accept(request, buildResponse(request, 401, { headers }));
  if (problem !== undefined) return problem;
  client.authorize(request);
  return digest.check(request);
}

test('the response is the one of RFC 7616 §3.9.1, by SHA-256 and by MD5', () => {
  const common = {
    method: 'GET',
    uri: '/dir/index.html',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    protection: { nonceCount: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
  };
  const response = (algorithm: DigestAlgorithm) => {
    const ha1 = digestHa1(algorithm, 'Mufasa', 'http-auth@example.org', 'Circle of Life');
    return digestResponse({ ...common, algorithm, ha1 });
  };
  assert.equal(
    response('SHA-256'),
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  );
  assert.equal(response('MD5'), '8ca523f5e9506fed4657c9700eebdbec');
});

test('the response without qop is the one of RFC 2069 with its published erratum', () => {
  const ha1 = digestHa1('MD5', 'Mufasa', 'testrealm@host.com', 'CircleOfLife');
  const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093';
  const input = { algorithm: 'MD5', ha1, method: 'GET', uri: '/dir/index.html', nonce } as const;
  assert.equal(
    digestResponse({ ...input, protection: undefined }),
    '1949323746fe6a43ef61f9606e7febea',
  );
});

for (const algorithm of ['MD5', 'SHA-256', 'SHA-512-256'] as const)
  test(`client and server agree by ${algorithm}`, async () => {
    const { digest } = server([algorithm]);
    const client = new DigestClient([{ username: 'alice', password: 'secret' }], random);
    const request = register();
    const verdict = await again(digest, client, request, await digest.check(request));
    assert.deepEqual(verdict, { kind: 'accepted', username: 'alice' });
  });

test('the strongest algorithm that is offered is answered', async () => {
  const { digest } = server(['MD5', 'SHA-256']);
  const client = new DigestClient([{ username: 'alice', password: 'secret' }], random);
  const request = register();
  await again(digest, client, request, await digest.check(request));
  assert.match(request.headers.get('authorization') ?? '', /algorithm=SHA-256/);
});

test('a nonce is used again with the next count, and the same count is a replay', async () => {
  const { digest } = server();
  const client = new DigestClient([{ username: 'alice', password: 'secret' }], random);
  const request = register();
  await again(digest, client, request, await digest.check(request));
  const replayed = await digest.check(request);
  assert.equal(replayed.kind === 'challenge' && replayed.reason, 'replayed');
  client.authorize(request);
  assert.match(request.headers.get('authorization') ?? '', /nc=00000002/);
  assert.equal((await digest.check(request)).kind, 'accepted');
});

test('an old nonce is stale, and answered without asking anybody again', async () => {
  const { digest, clock } = server();
  const client = new DigestClient([{ username: 'alice', password: 'secret' }], random);
  const request = register();
  await again(digest, client, request, await digest.check(request));
  clock.advance(61_000);
  client.authorize(request);
  const stale = await digest.check(request);
  assert.ok(stale.kind === 'challenge');
  assert.equal(stale.reason, 'stale');
  assert.match(stale.challenges[0] ?? '', /stale=true/);
  assert.deepEqual(await again(digest, client, request, stale), {
    kind: 'accepted',
    username: 'alice',
  });
});

test('a wrong password is refused once and not tried for ever', async () => {
  const { digest } = server();
  const client = new DigestClient([{ username: 'alice', password: 'guess' }], random);
  const request = register();
  const verdict = await again(digest, client, request, await digest.check(request));
  assert.ok(typeof verdict !== 'string' && verdict.kind === 'challenge');
  assert.deepEqual([verdict.reason, verdict.username], ['wrong-password', 'alice']);
  assert.equal(await again(digest, client, request, verdict), 'rejected');
});

test('an unknown user, a foreign nonce and another resource are refused', async () => {
  const { digest } = server();
  const reasonFor = async (username: string, change: (request: SipRequest) => SipRequest) => {
    const client = new DigestClient([{ username, password: 'secret' }], random);
    const request = register();
    await again(digest, client, request, await digest.check(request));
    client.authorize(request);
    const verdict = await digest.check(change(request));
    return verdict.kind === 'challenge' ? verdict.reason : verdict.kind;
  };
  assert.equal(await reasonFor('mallory', (request) => request), 'unknown-user');
  assert.equal(
    await reasonFor('alice', (request) => ({ ...request, uri: 'sip:other.example.com' })),
    'wrong-uri',
  );
  const forged = (request: SipRequest) => {
    const value = request.headers.get('authorization') ?? '';
    request.headers.set(
      'Authorization',
      value.replace(/nonce="[^"]*"/, `nonce="${'0'.repeat(60)}"`),
    );
    return request;
  };
  assert.equal(await reasonFor('alice', forged), 'stale');
});

test('credentials without qop, with a foreign scheme or for another realm do not count', async () => {
  const { digest } = server();
  const reasonFor = async (authorization: string) => {
    const request = register();
    request.headers.append('Authorization', authorization);
    const verdict = await digest.check(request);
    return verdict.kind === 'challenge' ? verdict.reason : verdict.kind;
  };
  assert.equal(await reasonFor('Bearer abc'), 'no-credentials');
  assert.equal(await reasonFor('Digest realm="other", username="alice"'), 'no-credentials');
  const digestOnly = `Digest realm="${realm}", username="alice", nonce="n", uri="sip:example.com", response="r"`;
  assert.equal(await reasonFor(digestOnly), 'malformed');
});

test('a client without credentials for the realm, or without a Digest challenge, says so', () => {
  const client = new DigestClient([{ username: 'a', password: 'b', realm: 'elsewhere' }], random);
  const challenged = (value: string) =>
    client.accept(
      register(),
      buildResponse(register(), 401, { headers: [['WWW-Authenticate', value]] }),
    );
  assert.equal(challenged('Digest realm="here", nonce="n", qop="auth"'), 'no-credentials');
  assert.equal(challenged('Basic realm="here"'), 'no-digest-challenge');
  assert.equal(challenged('Digest realm="here", nonce="n", qop="auth-int"'), 'no-digest-challenge');
});

test('counts may overtake one another within 32, and each is used once', () => {
  const window = new ReplayWindow(2);
  assert.deepEqual(
    [5, 3, 4, 3, 5].map((count) => window.use('n', count)),
    [true, true, true, false, false],
  );
  assert.equal(window.use('n', 100), true);
  assert.equal(window.use('n', 69), true);
  assert.equal(window.use('n', 68), false);
});

test('the nonce that was used longest ago is forgotten first', () => {
  const window = new ReplayWindow(2);
  for (const nonce of ['a', 'b', 'a', 'c']) window.use(nonce, 1);
  assert.deepEqual(
    ['a', 'b', 'c'].map((nonce) => window.isKnown(nonce)),
    [true, false, true],
  );
});
