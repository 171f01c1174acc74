import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type CallEffect, type CallInput, type CallState, callStep } from './call-machine.ts';

const inputs: readonly CallInput[] = [
  'provisional',
  'success',
  'failure',
  'accept',
  'refuse',
  'cancelled',
  'ack',
  'unacknowledged',
  'end',
  'bye',
  'lost',
  'bye-answered',
];

/** All states and effects that these inputs lead through. */
function walk(initial: CallState, given: readonly CallInput[]) {
  let state = initial;
  const effects: CallEffect[] = [];
  for (const input of given) {
    const step = callStep(state, input);
    if (step === undefined) continue;
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const beginnings = fc.constantFrom<CallState>('calling', 'offered');
const anything = fc.array(fc.constantFrom(...inputs), { maxLength: 12 });
const count = (effects: readonly CallEffect[], effect: CallEffect) =>
  effects.filter((one) => one === effect).length;

test('whatever happens, an end is told once, freed once, and never freed untold', () => {
  fc.assert(
    fc.property(beginnings, anything, (initial, given) => {
      const { state, effects } = walk(initial, given);
      assert.equal(count(effects, 'tell-ended') > 1, false);
      assert.equal(count(effects, 'release'), state === 'ended' ? 1 : 0);
      if (state === 'ended') assert.ok(effects.indexOf('tell-ended') <= effects.indexOf('release'));
      if (state === 'ended') assert.equal(count(effects, 'tell-ended'), 1);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test('a BYE goes out at most once, after the ACK where this end owes one', () => {
  fc.assert(
    fc.property(beginnings, anything, (initial, given) => {
      const { effects } = walk(initial, given);
      assert.ok(count(effects, 'send-bye') <= 1);
      if (initial === 'calling' && effects.includes('send-bye'))
        assert.ok(
          effects.indexOf('send-ack') >= 0 &&
            effects.indexOf('send-ack') < effects.indexOf('send-bye'),
        );
      assert.equal(effects.includes('send-bye') && effects.includes('refuse-invite'), false);
    }),
    { seed: 2, numRuns: 2_000 },
  );
});

test('from every state there is a way to the end', () => {
  const reachable = (from: CallState): ReadonlySet<CallState> => {
    const seen = new Set<CallState>([from]);
    for (const state of seen)
      for (const input of inputs) {
        const next = callStep(state, input)?.state;
        if (next !== undefined) seen.add(next);
      }
    return seen;
  };
  for (const state of [...reachable('calling'), ...reachable('offered')])
    assert.ok(reachable(state).has('ended'), state);
});

test('a call that is over takes nothing more', () => {
  for (const input of inputs) assert.equal(callStep('ended', input), undefined);
});
