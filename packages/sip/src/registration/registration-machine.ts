/** A registration of this end as its client sees it (RFC 3261 §10.2, RFC 5626 §4). */
export type RegistrationState =
  | { readonly name: 'idle' }
  /** The first REGISTER, or one after a failure, is out. `failures`: in a row. */
  | { readonly name: 'registering'; readonly failures: number }
  /** It holds, until the timer says to refresh it. */
  | { readonly name: 'registered' }
  | { readonly name: 'refreshing' }
  /** It does not hold, and is tried again when the timer says. */
  | { readonly name: 'waiting'; readonly failures: number }
  | { readonly name: 'unregistering' }
  | { readonly name: 'stopped' };

export type RegistrationInput =
  | { readonly kind: 'start' }
  /** A 2xx that holds for so long; 0 where the registrar did not keep it. */
  | { readonly kind: 'accepted'; readonly expiresS: number }
  /** The interval was too brief and has been raised (423). */
  | { readonly kind: 'raised' }
  /** Refused, or nobody there. `retryS`: as the registrar asks (Retry-After). */
  | { readonly kind: 'failed'; readonly retryS: number | undefined }
  | { readonly kind: 'timer' }
  /** The keep-alive was not answered, or the connection closed. */
  | { readonly kind: 'flow-lost' }
  | { readonly kind: 'stop' };

export type RegistrationEffect =
  | { readonly kind: 'register' }
  | { readonly kind: 'unregister' }
  | { readonly kind: 'wait'; readonly afterMs: number }
  | { readonly kind: 'keep-alive' }
  /** Timers and keep-alives end. */
  | { readonly kind: 'rest' };

export interface RegistrationStep {
  readonly state: RegistrationState;
  readonly effects: readonly RegistrationEffect[];
}

export interface RegistrationPace {
  /** The pause after the first failure; it doubles with each more, as RFC 5626 §4.5 has it. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** At random from 0 up to 1: the pause is that far between its half and its whole. */
  readonly fraction: number;
}

const register: RegistrationEffect = { kind: 'register' };
const rest: RegistrationEffect = { kind: 'rest' };
const step = (
  state: RegistrationState,
  ...effects: readonly RegistrationEffect[]
): RegistrationStep => ({ state, effects });

/** One step. */
export function registrationStep(
  state: RegistrationState,
  input: RegistrationInput,
  pace: RegistrationPace,
): RegistrationStep {
  switch (input.kind) {
    case 'start':
      return isResting(state) ? step({ name: 'registering', failures: 0 }, register) : step(state);
    case 'accepted':
      return onAccepted(state, input.expiresS, pace);
    case 'raised':
      return isAsking(state) ? step(state, register) : step(state);
    case 'failed':
      return onFailed(state, input.retryS, pace);
    case 'timer':
      if (state.name === 'registered') return step({ name: 'refreshing' }, register);
      if (state.name === 'waiting') return step({ ...state, name: 'registering' }, register);
      return step(state);
    case 'flow-lost':
      return state.name === 'registered'
        ? step({ name: 'registering', failures: 0 }, rest, register)
        : step(state);
    case 'stop':
      return onStop(state);
    default:
      return input satisfies never;
  }
}

function isResting({ name }: RegistrationState): boolean {
  return name === 'idle' || name === 'stopped';
}

function isAsking({ name }: RegistrationState): boolean {
  return name === 'registering' || name === 'refreshing';
}

function onAccepted(
  state: RegistrationState,
  expiresS: number,
  pace: RegistrationPace,
): RegistrationStep {
  if (state.name === 'unregistering') return step({ name: 'stopped' }, rest);
  if (!isAsking(state)) return step(state);
  if (expiresS === 0) return onFailed(state, undefined, pace);
  return step(
    { name: 'registered' },
    rest,
    { kind: 'wait', afterMs: refreshAfterMs(expiresS) },
    { kind: 'keep-alive' },
  );
}

/** A minute before the end, so that a lost REGISTER can be sent again; of short intervals at the half. */
function refreshAfterMs(expiresS: number): number {
  // Timers of more than 24 days fire at once.
  const afterS = expiresS > 120 ? expiresS - 60 : expiresS / 2;
  return Math.min(afterS, 86_400) * 1_000;
}

function onFailed(
  state: RegistrationState,
  retryS: number | undefined,
  pace: RegistrationPace,
): RegistrationStep {
  if (state.name === 'unregistering') return step({ name: 'stopped' }, rest);
  if (!isAsking(state)) return step(state);
  const failures = state.name === 'registering' ? state.failures : 0;
  const wholeMs = Math.min(pace.maxMs, pace.baseMs * 2 ** Math.min(failures, 20));
  const pausedMs = wholeMs * (0.5 + pace.fraction / 2);
  const afterMs = Math.max(pausedMs, Math.min(retryS ?? 0, 86_400) * 1_000);
  return step({ name: 'waiting', failures: failures + 1 }, rest, { kind: 'wait', afterMs });
}

function onStop(state: RegistrationState): RegistrationStep {
  switch (state.name) {
    case 'registered':
    case 'refreshing':
    case 'registering':
      return step({ name: 'unregistering' }, rest, { kind: 'unregister' });
    case 'idle':
    case 'waiting':
      return step({ name: 'stopped' }, rest);
    case 'unregistering':
    case 'stopped':
      return step(state);
    default:
      return state satisfies never;
  }
}
