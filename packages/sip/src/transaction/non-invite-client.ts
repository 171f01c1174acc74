import {
  type ClientInput,
  type ClientState,
  type ClientStep,
  deliver,
  end,
  sendRequest,
  stay,
} from './client-machine.ts';
import { failed, type MachineContext, start, stop } from './timings.ts';

type Waiting = ClientState & { readonly name: 'trying' | 'proceeding'; readonly pauseMs: number };

/** The client transaction of every method but INVITE and ACK: RFC 3261 §17.1.2. */
export function nonInviteClientStep(
  state: ClientState,
  input: ClientInput,
  context: MachineContext,
): ClientStep {
  switch (state.name) {
    case 'initial':
      return input.kind === 'begin' ? begin(context) : stay(state);
    case 'trying':
      return whileWaiting({ ...state, name: 'trying' }, input, context);
    case 'proceeding':
      return whileWaiting({ ...state, name: 'proceeding' }, input, context);
    case 'completed':
      return input.kind === 'timer' && input.timer === 'K' ? end() : stay(state);
    case 'calling':
    case 'accepted':
    case 'terminated':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function begin({ reliable, timings }: MachineContext): ClientStep {
  const { t1Ms } = timings;
  const retransmit = reliable ? [] : [start('E', t1Ms)];
  return stay({ name: 'trying', pauseMs: t1Ms }, sendRequest, ...retransmit, start('F', 64 * t1Ms));
}

function whileWaiting(state: Waiting, input: ClientInput, context: MachineContext): ClientStep {
  const { t2Ms, t4Ms } = context.timings;
  switch (input.kind) {
    case 'response':
      if (input.status < 200) return stay({ name: 'proceeding', pauseMs: state.pauseMs }, deliver);
      if (context.reliable) return end(deliver);
      return stay({ name: 'completed' }, stop('E'), stop('F'), deliver, start('K', t4Ms));
    case 'transport-error':
      return end(failed('transport'));
    case 'timer': {
      if (input.timer === 'F') return end(failed('timeout'));
      if (input.timer !== 'E') return stay(state);
      // Once a provisional response has come, the pause is T2 at once (§17.1.2.2).
      const pauseMs = state.name === 'proceeding' ? t2Ms : Math.min(2 * state.pauseMs, t2Ms);
      return stay({ ...state, pauseMs }, sendRequest, start('E', pauseMs));
    }
    case 'begin':
      return stay(state);
    default:
      return input satisfies never;
  }
}
