import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  registrationStep,
} from './registration-machine.ts';

const pace = { baseMs: 30_000, maxMs: 1_800_000, fraction: 0 };
const input: fc.Arbitrary<RegistrationInput> = fc.oneof(
  fc.constantFrom<RegistrationInput>(
    { kind: 'start' },
    { kind: 'raised' },
    { kind: 'timer' },
    { kind: 'flow-lost' },
    { kind: 'stop' },
  ),
  fc.record({
    kind: fc.constant('accepted' as const),
    expiresS: fc.constantFrom(0, 60, 3_600, 2 ** 32 - 1),
  }),
  fc.record({
    kind: fc.constant('failed' as const),
    retryS: fc.constantFrom(undefined, 0, 300, 2 ** 32 - 1),
  }),
);

function walk(given: readonly RegistrationInput[]) {
  let state: RegistrationState = { name: 'idle' };
  const effects: RegistrationEffect[] = [];
  for (const one of given) {
    const step = registrationStep(state, one, pace);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

test('whatever happens, what waits or holds has a timer, and no pause is longer than a day', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 20 }), (given) => {
      const { state, effects } = walk(given);
      const waits = effects.filter((effect) => effect.kind === 'wait');
      if (state.name === 'registered' || state.name === 'waiting')
        assert.ok(
          effects.findLastIndex(({ kind }) => kind === 'wait') >
            effects.findLastIndex(({ kind }) => kind === 'rest'),
        );
      for (const { afterMs } of waits) assert.ok(afterMs > 0 && afterMs <= 86_400_000);
      const last = effects.at(-1);
      if (state.name === 'registering' || state.name === 'refreshing')
        assert.equal(last?.kind, 'register');
    }),
    { seed: 3, numRuns: 2_000 },
  );
});

test('pauses double after each failure up to the longest', () => {
  const failed: RegistrationInput = { kind: 'failed', retryS: undefined };
  const given = Array.from({ length: 9 }, () => [failed, { kind: 'timer' } as const]).flat();
  const { effects } = walk([{ kind: 'start' }, ...given]);
  const pauses = effects.flatMap((effect) =>
    effect.kind === 'wait' ? [effect.afterMs / 1_000] : [],
  );
  assert.deepEqual(pauses, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('stopping asks the registrar to forget what it may hold, and nothing where it holds nothing', () => {
  const start: RegistrationInput = { kind: 'start' };
  const stop: RegistrationInput = { kind: 'stop' };
  const failed: RegistrationInput = { kind: 'failed', retryS: undefined };
  const kinds = (given: readonly RegistrationInput[]) =>
    walk(given).effects.map(({ kind }) => kind);
  assert.deepEqual(kinds([start, stop]), ['register', 'rest', 'unregister']);
  assert.deepEqual(kinds([start, failed, stop]).includes('unregister'), false);
  assert.equal(walk([start, stop, failed]).state.name, 'stopped');
});
