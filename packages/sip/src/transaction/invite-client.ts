import {
  type ClientInput,
  type ClientState,
  type ClientStep,
  deliver,
  end,
  sendAck,
  sendRequest,
  stay,
} from './client-machine.ts';
import { failed, type MachineContext, start, stop, timerDMs } from './timings.ts';

/**
 * The INVITE client transaction: RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2, so that
 * every 2xx of every branch reaches the user.
 */
export function inviteClientStep(
  state: ClientState,
  input: ClientInput,
  context: MachineContext,
): ClientStep {
  switch (state.name) {
    case 'initial':
      return input.kind === 'begin' ? begin(context) : stay(state);
    case 'calling':
      return inCalling(state, input, context);
    case 'proceeding':
      // §17.1.1.2: nothing is sent here, and the wait has no end of its own; the user may cancel.
      return input.kind === 'response' ? onResponse(state, input.status, context) : stay(state);
    case 'completed':
      if (input.kind === 'timer' && input.timer === 'D') return end();
      if (input.kind === 'transport-error') return end(failed('transport'), stop('D'));
      return input.kind === 'response' && input.status >= 300 ? stay(state, sendAck) : stay(state);
    case 'accepted':
      if (input.kind === 'timer' && input.timer === 'M') return end();
      return input.kind === 'response' && isSuccess(input.status)
        ? stay(state, deliver)
        : stay(state);
    case 'trying':
    case 'terminated':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function begin({ reliable, timings }: MachineContext): ClientStep {
  const { t1Ms } = timings;
  const retransmit = reliable ? [] : [start('A', t1Ms)];
  return stay(
    { name: 'calling', pauseMs: t1Ms },
    sendRequest,
    ...retransmit,
    start('B', 64 * t1Ms),
  );
}

function inCalling(
  state: ClientState & { readonly pauseMs: number },
  input: ClientInput,
  context: MachineContext,
): ClientStep {
  switch (input.kind) {
    case 'response':
      return onResponse(state, input.status, context);
    case 'transport-error':
      return end(failed('transport'));
    case 'timer': {
      if (input.timer === 'B') return end(failed('timeout'));
      if (input.timer !== 'A') return stay(state);
      const pauseMs = state.pauseMs * 2;
      return stay({ name: 'calling', pauseMs }, sendRequest, start('A', pauseMs));
    }
    case 'begin':
      return stay(state);
    default:
      return input satisfies never;
  }
}

function onResponse(state: ClientState, status: number, context: MachineContext): ClientStep {
  const calm = state.name === 'calling' ? [stop('A'), stop('B')] : [];
  if (status < 200) return stay({ name: 'proceeding', pauseMs: 0 }, ...calm, deliver);
  if (isSuccess(status))
    return stay({ name: 'accepted' }, ...calm, deliver, start('M', 64 * context.timings.t1Ms));
  if (context.reliable) return end(...calm, sendAck, deliver);
  return stay({ name: 'completed' }, ...calm, sendAck, deliver, start('D', timerDMs));
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
