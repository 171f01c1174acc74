import { PIN_DIGITS } from '../rooms/index.ts';
import type { Prompt } from './prompts.ts';

const TRIES = 3;
/** How often nobody answers, or begins again, before we hang up. */
const ASKED = 3;
/** Without a digit for so long, the PIN is asked for again. */
const UNANSWERED_MS = 10_000;
/** Who waits before a door hears so often that the line is alive. */
const STILL_WAITING_MS = 30_000;
/** What a phone has been sent is heard a little later. */
const LAST_WORD_MS = 600;

/** Where a phone is that came to an entrance, where a PIN names the room. */
export type DialInState =
  /** `asked`: how often it has been, without an answer. */
  | {
      readonly phase: 'asking';
      readonly typed: string;
      readonly wrong: number;
      readonly asked: number;
    }
  | { readonly phase: 'checking'; readonly wrong: number }
  /** Before the room's door. */
  | { readonly phase: 'waiting' }
  /** It is taken over into the room's sound. */
  | { readonly phase: 'entering' }
  | { readonly phase: 'inside' }
  /** It is told why, and then we hang up. */
  | { readonly phase: 'parting' };

/** Why a door does not open. */
export type DoorRefusal =
  | 'wrong_pin'
  | 'too_many_tries'
  | 'denied'
  | 'locked'
  | 'full'
  | 'ended'
  | 'failed';

export type DialInInput =
  | { readonly type: 'digit'; readonly digit: string }
  /** Nothing has happened for as long as `patienceMs` since everything was said. */
  | { readonly type: 'silence' }
  /** The place that the PIN, or a moderator, has given it. */
  | { readonly type: 'seat'; readonly status: 'waiting' | 'joined' }
  | { readonly type: 'refused'; readonly why: DoorRefusal }
  /** It hears the room. */
  | { readonly type: 'entered' };

export interface DialInStep {
  readonly state: DialInState;
  /** In place of what is being said; empty: silence. Absent: that goes on. */
  readonly say?: readonly Prompt[];
  readonly act?: { readonly check: string } | 'enter' | 'hang_up';
}

/** A phone that has just been answered. */
export function welcome(): DialInStep {
  return {
    state: { phase: 'asking', typed: '', wrong: 0, asked: 1 },
    say: ['welcome', 'enter_pin'],
  };
}

/** What becomes of a phone at an entrance. Pure. What has no meaning where it is changes nothing. */
export function dialInStep(state: DialInState, input: DialInInput): DialInStep {
  switch (state.phase) {
    case 'asking':
      return asking(state, input);
    case 'checking':
      return checking(state, input);
    case 'waiting':
      if (input.type === 'silence') return { state, say: ['wait'] };
      return atDoor(state, input);
    case 'entering':
      if (input.type === 'entered') return { state: { phase: 'inside' }, say: ['inside'] };
      return input.type === 'refused' ? part(input.why) : { state };
    case 'inside':
      return { state };
    case 'parting':
      return input.type === 'silence' ? { state, act: 'hang_up' } : { state };
    default:
      return state satisfies never;
  }
}

/** How long it may be quiet after what was said, before that is an input; undefined: for ever. */
export function patienceMs({ phase }: DialInState): number | undefined {
  switch (phase) {
    case 'asking':
      return UNANSWERED_MS;
    case 'waiting':
      return STILL_WAITING_MS;
    case 'parting':
      return LAST_WORD_MS;
    default:
      return undefined;
  }
}

type Asking = Extract<DialInState, { readonly phase: 'asking' }>;

function asking(state: Asking, input: DialInInput): DialInStep {
  if (input.type === 'silence') return askAgain(state);
  if (input.type !== 'digit') return { state };
  const { digit } = input;
  const { typed, wrong } = state;
  // A '#' after the last digit of a PIN that was too long comes late.
  if (typed === '' && (digit === '#' || digit === '*')) return { state };
  if (digit === '*') return askAgain(state);
  if (digit === '#') return check(typed, wrong);
  if (!/^\d$/.test(digit)) return { state };
  const soFar = typed + digit;
  // Complete without a '#'.
  if (soFar.length === PIN_DIGITS) return check(soFar, wrong);
  return { state: { ...state, typed: soFar }, say: [] };
}

function askAgain({ wrong, asked }: Asking): DialInStep {
  if (asked >= ASKED) return { state: { phase: 'parting' }, say: ['goodbye'] };
  return {
    state: { phase: 'asking', typed: '', wrong, asked: asked + 1 },
    say: ['enter_pin'],
  };
}

function check(pin: string, wrong: number): DialInStep {
  return { state: { phase: 'checking', wrong }, say: [], act: { check: pin } };
}

function checking(
  state: Extract<DialInState, { readonly phase: 'checking' }>,
  input: DialInInput,
): DialInStep {
  if (input.type !== 'refused' || input.why !== 'wrong_pin') return atDoor(state, input);
  const wrong = state.wrong + 1;
  if (wrong === TRIES) return part('wrong_pin');
  return {
    state: { phase: 'asking', typed: '', wrong, asked: 1 },
    say: ['wrong_pin', 'enter_pin'],
  };
}

function atDoor(state: DialInState, input: DialInInput): DialInStep {
  if (input.type === 'refused') return part(input.why);
  if (input.type !== 'seat') return { state };
  if (input.status === 'joined') return { state: { phase: 'entering' }, say: [], act: 'enter' };
  return { state: { phase: 'waiting' }, say: ['wait'] };
}

function part(why: DoorRefusal): DialInStep {
  return { state: { phase: 'parting' }, say: [why, 'goodbye'] };
}
