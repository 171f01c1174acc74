import assert from 'node:assert/strict';
import test from 'node:test';
import type { ClientInput, ClientState } from './client-machine.ts';
import { inviteClientStep } from './invite-client.ts';
import { inviteServerStep } from './invite-server.ts';
import { nonInviteClientStep } from './non-invite-client.ts';
import { nonInviteServerStep } from './non-invite-server.ts';
import type { ServerInput, ServerState } from './server-machine.ts';
import { defaultTimings, type TimerName } from './timings.ts';

/** Every input of a client machine, by the name that the tables below use. */
const clientInputs: Readonly<Record<string, ClientInput>> = {
  begin: { kind: 'begin' },
  '1xx': { kind: 'response', status: 180 },
  '2xx': { kind: 'response', status: 200 },
  '3-6xx': { kind: 'response', status: 486 },
  error: { kind: 'transport-error' },
  ...timers(['A', 'B', 'D', 'E', 'F', 'K', 'M']),
};
const serverInputs: Readonly<Record<string, ServerInput>> = {
  begin: { kind: 'begin' },
  request: { kind: 'request' },
  ack: { kind: 'ack' },
  '1xx': { kind: 'respond', status: 180 },
  '2xx': { kind: 'respond', status: 200 },
  '3-6xx': { kind: 'respond', status: 486 },
  error: { kind: 'transport-error' },
  ...timers(['trying', 'G', 'H', 'I', 'J', 'L']),
};

function timers(names: readonly TimerName[]) {
  return Object.fromEntries(names.map((timer) => [timer, { kind: 'timer', timer } as const]));
}

interface Effect {
  readonly kind: string;
  readonly timer?: string;
  readonly afterMs?: number;
  readonly reason?: string;
}

/** `completed: send-ack, deliver, +D 32000`: the new state and what was done, in order. */
function told(step: { state: { name: string }; effects: readonly Effect[] }): string {
  const effects = step.effects.map(({ kind, timer, afterMs, reason }) => {
    if (kind === 'start') return `+${timer} ${afterMs}`;
    if (kind === 'stop') return `-${timer}`;
    return kind === 'failed' ? `failed ${reason}` : kind;
  });
  return effects.length === 0 ? step.state.name : `${step.state.name}: ${effects.join(', ')}`;
}

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Whatever a table does not name leaves the state as it is and does nothing. */
function holds<S extends { name: string }, I>(
  title: string,
  states: readonly S[],
  inputs: Readonly<Record<string, I>>,
  step: (state: S, input: I) => { state: { name: string }; effects: readonly Effect[] },
  table: Table,
): void {
  for (const state of states)
    test(`${title}: ${state.name} takes every input as the RFC draws it`, () => {
      for (const [name, input] of Object.entries(inputs)) {
        const expected = table[state.name]?.[name] ?? state.name;
        assert.equal(told(step(state, input)), expected, `${state.name} × ${name}`);
      }
    });
}

const lossy = { reliable: false, timings: defaultTimings };
const reliable = { reliable: true, timings: defaultTimings };

const clientStates: readonly ClientState[] = [
  { name: 'initial' },
  { name: 'calling', pauseMs: 500 },
  { name: 'trying', pauseMs: 500 },
  { name: 'proceeding', pauseMs: 500 },
  { name: 'completed' },
  { name: 'accepted' },
  { name: 'terminated' },
];
const serverStates: readonly ServerState[] = [
  { name: 'initial' },
  { name: 'trying' },
  { name: 'proceeding', answered: true },
  { name: 'completed', pauseMs: 500 },
  { name: 'accepted' },
  { name: 'confirmed' },
  { name: 'terminated' },
];

const inviteClientProceeding = {
  '1xx': 'proceeding: deliver',
  '2xx': 'accepted: deliver, +M 32000',
};
const inviteClient: Table = {
  initial: { begin: 'calling: send-request, +A 500, +B 32000' },
  calling: {
    A: 'calling: send-request, +A 1000',
    B: 'terminated: failed timeout',
    '1xx': 'proceeding: -A, -B, deliver',
    '2xx': 'accepted: -A, -B, deliver, +M 32000',
    '3-6xx': 'completed: -A, -B, send-ack, deliver, +D 32000',
    error: 'terminated: failed transport',
  },
  proceeding: { ...inviteClientProceeding, '3-6xx': 'completed: send-ack, deliver, +D 32000' },
  completed: {
    D: 'terminated',
    '3-6xx': 'completed: send-ack',
    error: 'terminated: failed transport, -D',
  },
  accepted: { M: 'terminated', '2xx': 'accepted: deliver' },
};
holds(
  'INVITE client',
  clientStates,
  clientInputs,
  (s, i) => inviteClientStep(s, i, lossy),
  inviteClient,
);
holds(
  'INVITE client, reliable',
  clientStates,
  clientInputs,
  (s, i) => inviteClientStep(s, i, reliable),
  {
    ...inviteClient,
    initial: { begin: 'calling: send-request, +B 32000' },
    calling: { ...inviteClient.calling, '3-6xx': 'terminated: -A, -B, send-ack, deliver' },
    proceeding: { ...inviteClientProceeding, '3-6xx': 'terminated: send-ack, deliver' },
  },
);

const nonInviteClient: Table = {
  initial: { begin: 'trying: send-request, +E 500, +F 32000' },
  trying: {
    E: 'trying: send-request, +E 1000',
    F: 'terminated: failed timeout',
    '1xx': 'proceeding: deliver',
    '2xx': 'completed: -E, -F, deliver, +K 5000',
    '3-6xx': 'completed: -E, -F, deliver, +K 5000',
    error: 'terminated: failed transport',
  },
  proceeding: {
    E: 'proceeding: send-request, +E 4000',
    F: 'terminated: failed timeout',
    '1xx': 'proceeding: deliver',
    '2xx': 'completed: -E, -F, deliver, +K 5000',
    '3-6xx': 'completed: -E, -F, deliver, +K 5000',
    error: 'terminated: failed transport',
  },
  completed: { K: 'terminated' },
};
holds(
  'other client',
  clientStates,
  clientInputs,
  (s, i) => nonInviteClientStep(s, i, lossy),
  nonInviteClient,
);
holds(
  'other client, reliable',
  clientStates,
  clientInputs,
  (s, i) => nonInviteClientStep(s, i, reliable),
  {
    ...nonInviteClient,
    initial: { begin: 'trying: send-request, +F 32000' },
    trying: {
      ...nonInviteClient.trying,
      '2xx': 'terminated: deliver',
      '3-6xx': 'terminated: deliver',
    },
    proceeding: {
      ...nonInviteClient.proceeding,
      '2xx': 'terminated: deliver',
      '3-6xx': 'terminated: deliver',
    },
  },
);

const inviteServer: Table = {
  initial: { begin: 'proceeding: +trying 200' },
  proceeding: {
    request: 'proceeding: resend',
    '1xx': 'proceeding: -trying, send',
    '2xx': 'accepted: -trying, send, +L 32000',
    '3-6xx': 'completed: -trying, send, +G 500, +H 32000',
    error: 'proceeding: failed transport',
  },
  completed: {
    request: 'completed: resend',
    ack: 'confirmed: -G, -H, +I 5000',
    G: 'completed: resend, +G 1000',
    H: 'terminated: failed timeout',
    error: 'completed: failed transport',
  },
  accepted: {
    ack: 'accepted: deliver-ack',
    '2xx': 'accepted: send',
    L: 'terminated',
    error: 'accepted: failed transport',
  },
  confirmed: { I: 'terminated' },
};
holds(
  'INVITE server',
  serverStates,
  serverInputs,
  (s, i) => inviteServerStep(s, i, lossy),
  inviteServer,
);
holds(
  'INVITE server, reliable',
  serverStates,
  serverInputs,
  (s, i) => inviteServerStep(s, i, reliable),
  {
    ...inviteServer,
    proceeding: { ...inviteServer.proceeding, '3-6xx': 'completed: -trying, send, +H 32000' },
    completed: { ...inviteServer.completed, ack: 'terminated: -G, -H' },
  },
);

test('INVITE server: an INVITE that nobody has answered yet gets its 100 once', () => {
  const silent = { name: 'proceeding', answered: false } as const;
  const first = inviteServerStep(silent, { kind: 'timer', timer: 'trying' }, lossy);
  assert.equal(told(first), 'proceeding: send-trying');
  assert.equal(
    told(inviteServerStep(first.state, { kind: 'request' }, lossy)),
    'proceeding: resend',
  );
  assert.equal(told(inviteServerStep(silent, { kind: 'request' }, lossy)), 'proceeding');
});

const nonInviteServer: Table = {
  initial: { begin: 'trying' },
  trying: {
    '1xx': 'proceeding: send',
    '2xx': 'completed: send, +J 32000',
    '3-6xx': 'completed: send, +J 32000',
  },
  proceeding: {
    request: 'proceeding: resend',
    '1xx': 'proceeding: send',
    '2xx': 'completed: send, +J 32000',
    '3-6xx': 'completed: send, +J 32000',
    error: 'terminated: failed transport',
  },
  completed: {
    request: 'completed: resend',
    J: 'terminated',
    error: 'terminated: failed transport',
  },
};
holds(
  'other server',
  serverStates,
  serverInputs,
  (s, i) => nonInviteServerStep(s, i, lossy),
  nonInviteServer,
);
holds(
  'other server, reliable',
  serverStates,
  serverInputs,
  (s, i) => nonInviteServerStep(s, i, reliable),
  {
    ...nonInviteServer,
    trying: { '1xx': 'proceeding: send', '2xx': 'terminated: send', '3-6xx': 'terminated: send' },
    proceeding: {
      ...nonInviteServer.proceeding,
      '2xx': 'terminated: send',
      '3-6xx': 'terminated: send',
    },
  },
);

test('retransmissions of an INVITE double without bound, those of its answer up to T2', () => {
  const late = { name: 'calling', pauseMs: 8_000 } as const;
  assert.match(told(inviteClientStep(late, { kind: 'timer', timer: 'A' }, lossy)), /\+A 16000/);
  const completed = { name: 'completed', pauseMs: 4_000 } as const;
  assert.match(told(inviteServerStep(completed, { kind: 'timer', timer: 'G' }, lossy)), /\+G 4000/);
  const trying = { name: 'trying', pauseMs: 4_000 } as const;
  assert.match(told(nonInviteClientStep(trying, { kind: 'timer', timer: 'E' }, lossy)), /\+E 4000/);
});
