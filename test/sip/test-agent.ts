import type { TestContext } from 'node:test';
import {
  type BindDatagrams,
  type CallEnd,
  type CallHandlers,
  type CallSession,
  type IncomingCall,
  type OutgoingCallHandlers,
  tcpConnector,
  UserAgent,
  type UserAgentHandlers,
  type UserAgentSettings,
  udpSocket,
} from '../../packages/sip/src/index.ts';
import { descriptionLines } from './scenario.ts';

/** Calls that last a second, not a minute: all timers of RFC 3261 in a tenth of their time. */
const timings = { t1Ms: 50, t2Ms: 400, t4Ms: 500 };
const loopback = { address: '127.0.0.1', port: 0 };

/** Our user agent on loopback, and what its calls told. */
export interface TestAgent {
  readonly agent: UserAgent;
  readonly ports: { readonly udp: number; readonly tcp: number };
  readonly log: string[];
  readonly ends: CallEnd[];
  readonly sessions: CallSession[];
  /** Handlers that answer every offer, and write down what they hear. */
  handlers(more?: Partial<OutgoingCallHandlers>): OutgoingCallHandlers;
  /** Until what is asked for holds; every message of a peer may be what it waits for. */
  until(holds: () => boolean): Promise<void>;
  /** Until no call and no dialog is left. */
  quiet(): Promise<void>;
}

export interface TestAgentOptions {
  readonly onCall?: (call: IncomingCall, handlers: TestAgent['handlers']) => CallHandlers;
  readonly handlers?: Partial<UserAgentHandlers>;
  readonly settings?: Partial<UserAgentSettings>;
  /** Puts something between the agent and its UDP socket. */
  readonly through?: (bind: BindDatagrams) => BindDatagrams;
}

export async function startTestAgent(
  t: TestContext,
  options: TestAgentOptions = {},
): Promise<TestAgent> {
  const { onCall, settings, through = (bind) => bind } = options;
  const [log, ends, sessions]: [string[], CallEnd[], CallSession[]] = [[], [], []];
  const handlers: TestAgent['handlers'] = (more = {}) => handlersOf({ log, ends, sessions }, more);
  const faults: unknown[] = [];
  const agent = new UserAgent({
    timings,
    ...settings,
    handlers: {
      onCall: (call) => {
        if (onCall) return onCall(call, handlers);
        answer(call);
        return handlers();
      },
      onFault: (error) => void faults.push(error),
      ...options.handlers,
    },
  });
  const udp = await agent.transport.addDatagrams(through(udpSocket(loopback)));
  const tcp = await agent.transport.addConnections('TCP', tcpConnector(loopback));
  t.after(async () => {
    await agent.close();
    if (faults.length > 0) throw faults[0];
  });
  const quiet = () => until(() => agent.open.calls === 0 && agent.open.dialogs === 0);
  return {
    agent,
    ports: { udp: udp.port, tcp: tcp.port },
    log,
    ends,
    sessions,
    handlers,
    until,
    quiet,
  };
}

export function answer(call: IncomingCall): void {
  call.progress(180);
  call.accept({ description: description('answer') });
}

export function description(name: string, direction?: string): Uint8Array {
  return Buffer.from(`${descriptionLines(name, direction).join('\r\n')}\r\n`);
}

export function nameOf(session: Uint8Array | undefined): string {
  return /^s=(.*?)\r?$/m.exec(Buffer.from(session ?? []).toString())?.[1] ?? '';
}

type Notes = Pick<TestAgent, 'log' | 'ends' | 'sessions'>;

function handlersOf(
  { log, ends, sessions }: Notes,
  more: Partial<OutgoingCallHandlers>,
): OutgoingCallHandlers {
  return {
    onOffer: (offer) => {
      log.push(`offer ${nameOf(offer.session)}`);
      offer.answer(description('answer'));
    },
    onOfferWanted: (wanted) => void wanted.offer(description('offer')),
    onAnswer: (session) => void log.push(`answer ${nameOf(session)}`),
    onProgress: ({ status, description: early }) =>
      void log.push(`${status}${early ? ` ${nameOf(early)}` : ''}`),
    onAccepted: (_session, accepted) => void log.push(`accepted ${nameOf(accepted)}`.trimEnd()),
    onEstablished: (session) => {
      sessions.push(session);
      log.push('established');
    },
    onEnded: (end) => {
      ends.push(end);
      log.push(`ended by ${end.by}: ${end.cause}${end.status ? ` ${end.status}` : ''}`);
    },
    ...more,
  };
}

/** Looks again and again until it holds; for what nobody tells. */
export async function until(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`it never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
