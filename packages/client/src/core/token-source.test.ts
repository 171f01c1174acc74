import assert from 'node:assert/strict';
import test from 'node:test';
import { SignedOutError } from './sge-error.ts';
import { applicationTokens, CachingTokenSource, jwtExpiryMs } from './token-source.ts';

const jwt = (claims: object) =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'x'].join('.');

function source(lifeMs: number | null) {
  let nowMs = 1_000_000;
  let minted = 0;
  const mint = () => {
    minted += 1;
    const expiresAtMs = lifeMs === null ? null : nowMs + lifeMs;
    return Promise.resolve({ token: `t${minted}`, expiresAtMs });
  };
  const tokens = new CachingTokenSource(mint, () => nowMs);
  return {
    tokens,
    passMs: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('a token is renewed before it expires, not at every request', async () => {
  const { tokens, passMs } = source(10_000);
  assert.equal(await tokens.get(), 't1');
  passMs(7900);
  assert.equal(await tokens.get(), 't1');
  passMs(200);
  assert.equal(await tokens.get(), 't2');
});

test('requests that meet at a renewal share one token', async () => {
  const { tokens } = source(10_000);
  assert.deepEqual(await Promise.all([tokens.get(), tokens.get()]), ['t1', 't1']);
});

test('a refused token is not given again, an older one’s refusal is too late', async () => {
  const { tokens } = source(null);
  await tokens.get();
  tokens.refuse('t0');
  assert.equal(await tokens.get(), 't1');
  tokens.refuse('t1');
  assert.equal(await tokens.get(), 't2');
});

test('the expiry is read from the token itself', () => {
  assert.equal(jwtExpiryMs(jwt({ exp: 1700, name: 'Zoë' })), 1_700_000);
  assert.equal(jwtExpiryMs(jwt({})), null);
  assert.equal(jwtExpiryMs('opaque'), null);
});

test('an application that has only an expired token has signed out', async () => {
  await assert.rejects(applicationTokens(() => jwt({ exp: 1 })).get(), SignedOutError);
});
