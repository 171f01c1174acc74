import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ERROR_CODES } from './error-codes.ts';
import { AppError, DuplicateKey } from './errors.ts';

it('has an HTTP and a SIP status of refusal for every code', () => {
  for (const [code, { http, sip }] of Object.entries(ERROR_CODES)) {
    assert.ok(http >= 400 && http <= 599, `${code} is HTTP ${http}`);
    // RFC 3261 §21: 4xx to 6xx refuse a request.
    assert.ok(sip >= 400 && sip <= 699, `${code} is SIP ${sip}`);
    assert.match(code, /^[a-z]+(_[a-z]+)*$/);
  }
});

it('keeps what was wrong, and what caused it', () => {
  const cause = new Error('ECONNREFUSED');
  const issues = [{ path: '/participants', message: 'too many' }];
  const error = new AppError('too_many_participants', { params: { max: 5 }, issues, cause });
  assert.equal(error.code, 'too_many_participants');
  assert.deepEqual(error.params, { max: 5 });
  assert.deepEqual(error.issues, issues);
  assert.equal(error.cause, cause);
  assert.equal(error.retryAfterS, undefined);
  assert.equal(new DuplicateKey({ cause }).cause, cause);
});
