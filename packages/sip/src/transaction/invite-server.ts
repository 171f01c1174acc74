import {
  end,
  resend,
  type ServerInput,
  type ServerState,
  type ServerStep,
  send,
  stay,
} from './server-machine.ts';
import { failed, type MachineContext, start, stop, tryingMs } from './timings.ts';

/**
 * The INVITE server transaction: RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1. A transport error
 * is told to the user and ends nothing (RFC 6026 §8.8): the peer may still ask again. The user repeats its
 * 2xx until the ACK comes (§13.3.1.4).
 */
export function inviteServerStep(
  state: ServerState,
  input: ServerInput,
  context: MachineContext,
): ServerStep {
  if (input.kind === 'transport-error') return onTransportError(state);
  switch (state.name) {
    case 'initial':
      return input.kind === 'begin'
        ? stay({ name: 'proceeding', answered: false }, start('trying', tryingMs))
        : stay(state);
    case 'proceeding':
      return inProceeding(state, input, context);
    case 'completed':
      return inCompleted(state, input, context);
    case 'accepted':
      if (input.kind === 'respond' && isSuccess(input.status)) return stay(state, send);
      if (input.kind === 'ack') return stay(state, { kind: 'deliver-ack' });
      return input.kind === 'timer' && input.timer === 'L' ? end() : stay(state);
    case 'confirmed':
      return input.kind === 'timer' && input.timer === 'I' ? end() : stay(state);
    case 'trying':
    case 'terminated':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function inProceeding(
  state: ServerState & { readonly name: 'proceeding' },
  input: ServerInput,
  { reliable, timings }: MachineContext,
): ServerStep {
  if (input.kind === 'request') return state.answered ? stay(state, resend) : stay(state);
  if (input.kind === 'timer' && input.timer === 'trying')
    return state.answered
      ? stay(state)
      : stay({ ...state, answered: true }, { kind: 'send-trying' });
  if (input.kind !== 'respond') return stay(state);
  const { t1Ms } = timings;
  if (input.status < 200) return stay({ ...state, answered: true }, stop('trying'), send);
  if (isSuccess(input.status))
    return stay({ name: 'accepted' }, stop('trying'), send, start('L', 64 * t1Ms));
  const retransmit = reliable ? [] : [start('G', t1Ms)];
  const completed = { name: 'completed', pauseMs: t1Ms } as const;
  return stay(completed, stop('trying'), send, ...retransmit, start('H', 64 * t1Ms));
}

function inCompleted(
  state: ServerState & { readonly name: 'completed' },
  input: ServerInput,
  { reliable, timings }: MachineContext,
): ServerStep {
  switch (input.kind) {
    case 'request':
      return stay(state, resend);
    case 'ack':
      if (reliable) return end(stop('G'), stop('H'));
      return stay({ name: 'confirmed' }, stop('G'), stop('H'), start('I', timings.t4Ms));
    case 'timer': {
      if (input.timer === 'H') return end(failed('timeout'));
      if (input.timer !== 'G') return stay(state);
      const pauseMs = Math.min(2 * state.pauseMs, timings.t2Ms);
      return stay({ ...state, pauseMs }, resend, start('G', pauseMs));
    }
    default:
      return stay(state);
  }
}

function onTransportError(state: ServerState): ServerStep {
  const tells = ['proceeding', 'completed', 'accepted'].includes(state.name);
  return tells ? stay(state, failed('transport')) : stay(state);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
