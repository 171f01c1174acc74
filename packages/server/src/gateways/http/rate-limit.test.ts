import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Type } from 'typebox';
import { ask, openHttpHouse } from '../../../test/http-house.ts';
import { addressOwner, RateLimiter } from './rate-limit.ts';
import { defineRoute } from './route.ts';

const ping = defineRoute({
  method: 'GET',
  path: '/api/v1/ping',
  operationId: 'ping',
  tag: 'Test',
  summary: 'Answers',
  auth: 'required',
  responses: { 200: Type.Object({}) },
  handler: async () => ({ status: 200, body: {} }),
});

const config = {
  rateLimits: {
    user: { perSecond: 1, burst: 3 },
    key: { perSecond: 10, burst: 20 },
    ip: { perSecond: 1, burst: 2 },
  },
};

describe('a token bucket', () => {
  it('allows a burst, then as many as it is refilled by', () => {
    const limiter = new RateLimiter({ perSecond: 2, burst: 3 });
    const taken = [0, 0, 0, 0].map((nowMs) => limiter.take('a', nowMs));
    assert.deepEqual(
      taken.map(({ allowed, remaining }) => [allowed, remaining]),
      [
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
      ],
    );
    assert.equal(taken[3]?.retryAfterS, 1);
    assert.equal(limiter.take('a', 500).allowed, true);
    assert.equal(limiter.take('a', 500).allowed, false);
    assert.equal(limiter.take('b', 500).allowed, true);
  });

  it('gives and takes nothing when the clock is set back', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1 });
    assert.equal(limiter.take('a', 10_000).allowed, true);
    assert.equal(limiter.take('a', 0).allowed, false);
    assert.equal(limiter.take('a', 1000).allowed, true);
  });

  it('keeps no more owners than it may, and forgets first who is full again', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 10 }, 100);
    for (let i = 0; i < 10; i += 1) limiter.take('greedy', 0);
    for (let i = 0; i < 10_000; i += 1) limiter.take(`owner-${i}`, 2000 + i);
    assert.ok(limiter.size <= 100);
  });

  it('counts an IPv6 subscriber by the /64 and an IPv4 one by the address', () => {
    assert.equal(addressOwner('2001:db8:1:2:3::4'), addressOwner('2001:db8:1:2:ffff::1'));
    assert.notEqual(addressOwner('2001:db8:1:2::4'), addressOwner('2001:db8:1:3::4'));
    assert.equal(addressOwner('2001:db8::1'), '2001:db8:0:0::/64');
    assert.equal(addressOwner('::1'), '0:0:0:0::/64');
    assert.equal(addressOwner('198.51.100.7'), '198.51.100.7');
  });
});

describe('the rate limit', () => {
  it('says what is left, and refuses over it until the time it names', async () => {
    const house = await openHttpHouse({ routes: [ping], config });
    const authorization = await house.bearer('alice');
    const send = () => ask(house.url('/api/v1/ping'), { headers: { authorization } });
    const first = await send();
    assert.equal(first.headers.get('ratelimit-policy'), '"user";q=3;w=3');
    assert.equal(first.headers.get('ratelimit'), '"user";r=2;t=1');
    await send();
    await send();
    const refused = await send();
    assert.equal(refused.status, 429);
    assert.equal(refused.body.code, 'rate_limited');
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.equal(refused.headers.get('ratelimit'), '"user";r=0;t=3');
    house.clock.advance(1000);
    assert.equal((await send()).status, 200);
    const bob = await house.bearer('bob');
    const other = await ask(house.url('/api/v1/ping'), { headers: { authorization: bob } });
    assert.equal(other.status, 200);
    await house.close();
  });

  it('counts who guesses credentials by address, and leaves valid ones alone', async () => {
    const house = await openHttpHouse({ routes: [ping], config });
    const authorization = await house.bearer('alice');
    const guess = (i: number) =>
      ask(house.url('/api/v1/ping'), { headers: { 'x-api-key': `sgek_guess-${i}` } });
    assert.deepEqual([(await guess(1)).status, (await guess(2)).status], [401, 401]);
    assert.equal((await guess(3)).status, 429);
    const valid = await ask(house.url('/api/v1/ping'), { headers: { authorization } });
    assert.equal(valid.status, 200);
    const probe = await ask(house.url('/health/live'));
    assert.equal(probe.status, 200);
    await house.close();
  });
});
