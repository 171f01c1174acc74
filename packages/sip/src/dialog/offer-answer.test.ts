import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type Bearer,
  type ExchangeInput,
  type ExchangeState,
  exchange,
  meaningOf,
} from './offer-answer.ts';

const inputs: readonly ExchangeInput[] = [
  'send-offer',
  'receive-offer',
  'send-answer',
  'receive-answer',
  'rejected',
];
const expected: Readonly<Record<ExchangeState, readonly string[]>> = {
  stable: ['offer-sent', 'offer-received', '!no-offer', '!no-offer', 'stable'],
  'offer-sent': ['!offer-unanswered', '!glare', '!no-offer', 'stable', 'stable'],
  'offer-received': ['!offer-unanswered', '!offer-unanswered', 'stable', '!no-offer', 'stable'],
};

for (const state of ['stable', 'offer-sent', 'offer-received'] as const)
  test(`${state} takes every description as RFC 3264 has it`, () => {
    const found = inputs.map((input) => {
      const step = exchange(state, input);
      return step.ok ? step.state : `!${step.fault}`;
    });
    assert.deepEqual(found, expected[state]);
  });

const request = (method: 'INVITE' | 'UPDATE' | 'PRACK' | 'ACK'): Bearer => ({
  kind: 'request',
  method,
});
const response = (
  to: 'INVITE' | 'UPDATE' | 'PRACK',
  status: number,
  reliable: boolean,
): Bearer => ({
  kind: 'response',
  to,
  status,
  reliable,
});

// RFC 6337 §2.2, table 1: the six patterns, and what stands outside of them.
const patterns: readonly (readonly [
  name: string,
  state: ExchangeState,
  bearer: Bearer,
  means: string,
])[] = [
  ['1: an offer in the INVITE', 'stable', request('INVITE'), 'offer'],
  ['1: its answer in the 2xx', 'offer-received', response('INVITE', 200, true), 'answer'],
  ['2: the delayed offer in the 2xx', 'stable', response('INVITE', 200, true), 'offer'],
  ['2: its answer in the ACK', 'offer-sent', request('ACK'), 'answer'],
  ['3: an answer in a reliable 183', 'offer-received', response('INVITE', 183, true), 'answer'],
  ['4: the delayed offer in a reliable 183', 'stable', response('INVITE', 183, true), 'offer'],
  ['4: its answer in the PRACK', 'offer-sent', request('PRACK'), 'answer'],
  ['5: a further offer in a PRACK', 'stable', request('PRACK'), 'offer'],
  [
    '5: its answer in the 2xx of the PRACK',
    'offer-received',
    response('PRACK', 200, true),
    'answer',
  ],
  ['6: an offer in an UPDATE', 'stable', request('UPDATE'), 'offer'],
  [
    '6: its answer in the 2xx of the UPDATE',
    'offer-received',
    response('UPDATE', 200, true),
    'answer',
  ],
  [
    'an unreliable 183 only shows the answer',
    'offer-received',
    response('INVITE', 183, false),
    'preview',
  ],
  ['an unreliable 183 offers nothing', 'stable', response('INVITE', 183, false), 'ignored'],
  ['an ACK without an offer answers nothing', 'stable', request('ACK'), 'ignored'],
  ['a refusal carries neither', 'offer-received', response('INVITE', 488, true), 'ignored'],
  ['a 2xx of an UPDATE offers nothing', 'stable', response('UPDATE', 200, true), 'ignored'],
];

for (const [name, state, bearer, means] of patterns)
  test(`pattern ${name}`, () => assert.equal(meaningOf(state, bearer), means));
