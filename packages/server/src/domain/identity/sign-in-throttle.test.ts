import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../kernel/index.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

function clockAt(startMs: number) {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    steadyMs: () => nowMs,
    schedule: () => () => undefined,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

function refused(run: () => unknown): number | undefined {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'rate_limited');
    return error.retryAfterS;
  }
  return undefined;
}

describe('password guessing', () => {
  it('is stopped after five wrong guesses at one user from one place, and may go on later', () => {
    const clock = clockAt(1_000_000);
    const throttle = new SignInThrottle(clock);
    for (let i = 0; i < 5; i += 1) throttle.admit('default', 'alice', '10.0.0.1');
    assert.equal(
      refused(() => throttle.admit('default', 'alice', '10.0.0.1')),
      900,
    );
    clock.advance(900_000);
    throttle.admit('default', 'alice', '10.0.0.1');
  });

  it('does not lock the user out elsewhere', () => {
    const throttle = new SignInThrottle(clockAt(0));
    for (let i = 0; i < 5; i += 1) throttle.admit('default', 'alice', '10.0.0.1');
    throttle.admit('default', 'alice', '10.0.0.2');
  });

  it('is stopped after fifty guesses from one place that try one password on many users', () => {
    const throttle = new SignInThrottle(clockAt(0));
    for (let i = 0; i < 50; i += 1) throttle.admit('default', `user${i}`, '10.0.0.1');
    assert.equal(
      refused(() => throttle.admit('default', 'user51', '10.0.0.1')),
      900,
    );
  });

  it('takes a whole IPv6 network for one place', () => {
    const throttle = new SignInThrottle(clockAt(0));
    for (let i = 0; i < 5; i += 1) throttle.admit('default', 'alice', `2001:db8:0:1::${i + 1}`);
    assert.ok(refused(() => throttle.admit('default', 'alice', '2001:db8:0:1:a:b:c:d')));
    throttle.admit('default', 'alice', '2001:db8:0:2::1');
  });

  it('does not count those who knew their password', () => {
    const throttle = new SignInThrottle(clockAt(0));
    for (let i = 0; i < 200; i += 1) throttle.admit('default', 'alice', '10.0.0.1')();
  });

  it('counts attempts that run side by side before any has been checked', () => {
    const throttle = new SignInThrottle(clockAt(0));
    const givebacks = [1, 2, 3, 4, 5].map(() => throttle.admit('default', 'alice', '10.0.0.1'));
    assert.ok(refused(() => throttle.admit('default', 'alice', '10.0.0.1')));
    givebacks[0]?.();
    throttle.admit('default', 'alice', '10.0.0.1');
  });
});
