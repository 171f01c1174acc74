import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type DialInInput,
  type DialInState,
  type DialInStep,
  dialInStep,
  patienceMs,
  welcome,
} from './dial-in.ts';

const STATES: readonly DialInState[] = [
  welcome().state,
  { phase: 'asking', typed: '12', wrong: 0, asked: 1 },
  { phase: 'checking', wrong: 0 },
  { phase: 'waiting' },
  { phase: 'entering' },
  { phase: 'inside' },
  { phase: 'parting' },
];

/** What is heard and done, step by step; of the last, where it leads. */
function after(state: DialInState, ...inputs: readonly (DialInInput | string)[]) {
  let step: DialInStep = { state };
  const told: string[] = [];
  for (const input of inputs.flatMap((one) => (typeof one === 'string' ? digits(one) : [one]))) {
    step = dialInStep(step.state, input);
    if (step.say !== undefined && step.say.length > 0) told.push(step.say.join('+'));
    if (step.act !== undefined) {
      told.push(typeof step.act === 'string' ? step.act : `check ${step.act.check}`);
    }
  }
  return { told, state: step.state };
}

function digits(typed: string): readonly DialInInput[] {
  return [...typed].map((digit) => ({ type: 'digit', digit }));
}

const silence: DialInInput = { type: 'silence' };
const wrong: DialInInput = { type: 'refused', why: 'wrong_pin' };
const waiting: DialInInput = { type: 'seat', status: 'waiting' };
const joined: DialInInput = { type: 'seat', status: 'joined' };
const entered: DialInInput = { type: 'entered' };

describe('a phone at the entrance', () => {
  const { state: asked, say } = welcome();

  it('is welcomed, asked for its PIN, and led in', () => {
    assert.deepEqual(say, ['welcome', 'enter_pin']);
    const { told, state } = after(asked, '12345678', joined, entered);
    assert.deepEqual(told, ['check 12345678', 'enter', 'inside']);
    assert.deepEqual(state, { phase: 'inside' });
  });

  it('ends a PIN by # or by its length, and begins again by *', () => {
    assert.deepEqual(after(asked, '123#').told, ['check 123']);
    assert.deepEqual(after(asked, '12*12345678').told, ['enter_pin', 'check 12345678']);
    assert.deepEqual(after(asked, '#*A').told, []);
    assert.deepEqual(after(asked, 'A1D2345678').told, ['check 12345678']);
  });

  it('is quiet as soon as it types', () => {
    assert.deepEqual(dialInStep(asked, { type: 'digit', digit: '1' }).say, []);
  });

  it('hears that its PIN is wrong three times, and then goodbye', () => {
    const again = after(asked, '1#', wrong);
    assert.deepEqual(again.told, ['check 1', 'wrong_pin+enter_pin']);
    // The # that ends what was complete without it comes when the PIN has been found wrong already.
    const late = after(again.state, '#', '2#', wrong, '3#', wrong, silence);
    assert.deepEqual(late.told, [
      ...['check 2', 'wrong_pin+enter_pin', 'check 3'],
      ...['wrong_pin+goodbye', 'hang_up'],
    ]);
  });

  it('is asked three times, whether it says nothing or begins again and again, and then left', () => {
    const expected = ['enter_pin', 'enter_pin', 'goodbye', 'hang_up'];
    assert.deepEqual(after(asked, silence, silence, silence, silence).told, expected);
    assert.deepEqual(after(asked, '1*1*1*', silence).told, expected);
    assert.deepEqual(after(asked, '1*', silence, '2*', silence).told, expected);
  });

  it('waits before a door, hears from time to time that it does, and is let in', () => {
    const { told } = after({ phase: 'checking', wrong: 0 }, waiting, silence, joined, entered);
    assert.deepEqual(told, ['wait', 'wait', 'enter', 'inside']);
  });

  for (const why of ['denied', 'locked', 'full', 'ended', 'failed', 'too_many_tries'] as const) {
    it(`is told ${why}, and then we hang up`, () => {
      for (const phase of ['checking', 'waiting', 'entering'] as const) {
        const from: DialInState = phase === 'checking' ? { phase, wrong: 0 } : { phase };
        const { told } = after(from, { type: 'refused', why }, '12345678', silence);
        assert.deepEqual(told, [`${why}+goodbye`, 'hang_up'], phase);
      }
    });
  }

  it('is left alone by what has no meaning where it is', () => {
    const meaning: Readonly<Record<DialInState['phase'], readonly DialInInput['type'][]>> = {
      asking: ['digit', 'silence'],
      checking: ['seat', 'refused'],
      waiting: ['silence', 'seat', 'refused'],
      entering: ['entered', 'refused'],
      inside: [],
      parting: ['silence'],
    };
    const inputs = [...digits('1'), silence, wrong, joined, entered];
    for (const state of STATES) {
      for (const input of inputs) {
        const step = dialInStep(state, input);
        const changes = step.state !== state || step.say !== undefined || step.act !== undefined;
        const what = `${state.phase} ${input.type}`;
        assert.equal(changes, meaning[state.phase].includes(input.type), what);
      }
    }
  });

  it('is waited for only where it has to answer, or a moderator has', () => {
    const patient = STATES.map((state) => [state.phase, patienceMs(state)]);
    assert.deepEqual(Object.fromEntries(patient), {
      ...{ asking: 10_000, checking: undefined, waiting: 30_000 },
      ...{ entering: undefined, inside: undefined, parting: 600 },
    });
  });
});
