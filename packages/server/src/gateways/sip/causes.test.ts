import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { END_REASONS } from '../../domain/calls/index.ts';
import { failureOf, mayTryNext, reasonsOf, statusOf } from './causes.ts';

describe('end reasons in SIP', () => {
  it('are final responses that are no success, each with a Q.850 cause', () => {
    for (const reason of END_REASONS) {
      assert.ok(statusOf(reason) >= 400 && statusOf(reason) < 700, reason);
      const [cause] = reasonsOf(reason);
      assert.ok(cause?.cause !== undefined && cause.cause <= 127, reason);
    }
    assert.equal(statusOf('busy'), 486);
    assert.equal(statusOf('declined'), 603);
  });

  it('come of final responses', () => {
    assert.equal(failureOf(486), 'busy');
    assert.equal(failureOf(600), 'busy');
    assert.equal(failureOf(603), 'declined');
    assert.equal(failureOf(404), 'unreachable');
    assert.equal(failureOf(488), 'failed');
    assert.equal(failureOf(undefined), 'unreachable');
  });
});

describe('the next trunk', () => {
  it('is tried while nobody has been rung, and never after somebody said no', () => {
    assert.equal(mayTryNext(503, false), true);
    assert.equal(mayTryNext(undefined, false), true);
    assert.equal(mayTryNext(503, true), false);
    for (const status of [486, 600, 603, 404]) assert.equal(mayTryNext(status, false), false);
  });
});
