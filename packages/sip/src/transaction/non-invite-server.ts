import {
  end,
  resend,
  type ServerInput,
  type ServerState,
  type ServerStep,
  send,
  stay,
} from './server-machine.ts';
import { failed, type MachineContext, start } from './timings.ts';

/** The server transaction of every method but INVITE and ACK: RFC 3261 §17.2.2. */
export function nonInviteServerStep(
  state: ServerState,
  input: ServerInput,
  context: MachineContext,
): ServerStep {
  switch (state.name) {
    case 'initial':
      return input.kind === 'begin' ? stay({ name: 'trying' }) : stay(state);
    case 'trying':
      return input.kind === 'respond' ? onResponse(input.status, context) : stay(state);
    case 'proceeding':
      if (input.kind === 'respond') return onResponse(input.status, context);
      if (input.kind === 'request') return stay(state, resend);
      return input.kind === 'transport-error' ? end(failed('transport')) : stay(state);
    case 'completed':
      if (input.kind === 'timer' && input.timer === 'J') return end();
      if (input.kind === 'transport-error') return end(failed('transport'));
      return input.kind === 'request' ? stay(state, resend) : stay(state);
    case 'accepted':
    case 'confirmed':
    case 'terminated':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function onResponse(status: number, { reliable, timings }: MachineContext): ServerStep {
  if (status < 200) return stay({ name: 'proceeding', answered: true }, send);
  if (reliable) return end(send);
  return stay({ name: 'completed', pauseMs: 0 }, send, start('J', 64 * timings.t1Ms));
}
