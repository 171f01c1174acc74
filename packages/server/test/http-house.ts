import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createUser } from '../src/domain/directory/index.ts';
import {
  createHttpGateway,
  type HttpGateway,
  type HttpGatewayConfig,
  type HttpGatewayOptions,
  type Route,
} from '../src/gateways/http/index.ts';
import { GRANTS, type Grant, systemScope } from '../src/kernel/index.ts';
import { openTestIdentity, type TestIdentity } from './open-test-identity.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

const PLENTY = { perSecond: 100_000, burst: 100_000 };

/** Routes of a test behind the real gateway, with the real identity and storage. */
export interface HttpHouse extends TestIdentity {
  readonly gateway: HttpGateway;
  readonly httpLines: readonly LogLine[];
  /** Numbers only: what a socket connects to. */
  readonly port: number;
  url(path: string): string;
  /** `Bearer …` of a user, who is made if missing. */
  bearer(userId: string, grants?: readonly Grant[]): Promise<string>;
  apiKey(grants: readonly Grant[]): Promise<string>;
  /** A session cookie's `name=value`. */
  session(userId: string): Promise<string>;
}

export interface HttpHouseOptions extends Partial<Omit<HttpGatewayOptions, 'config' | 'routes'>> {
  readonly routes: readonly Route[];
  readonly config?: Partial<HttpGatewayConfig>;
}

export async function openHttpHouse(options: HttpHouseOptions): Promise<HttpHouse> {
  const t = await openTestIdentity();
  const httpLines: LogLine[] = [];
  const { config, ...rest } = options;
  const gateway = await createHttpGateway({
    authenticator: t.identity.authenticator,
    receipts: t.storage.receipts,
    envelopeKey: t.envelope,
    journal: t.storage.journal,
    clock: t.clock,
    logger: recordingLogger(httpLines),
    version: '0.0.0',
    healthChecks: [],
    ...rest,
    config: {
      trustedProxies: [],
      rateLimits: { user: PLENTY, key: PLENTY, ip: PLENTY },
      ...config,
    },
  });
  await gateway.listen({ host: '127.0.0.1', port: 0 });
  const address = gateway.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const scheme = config?.tls === undefined ? 'http' : 'https';
  return {
    ...t,
    gateway,
    httpLines,
    port,
    url: (path) => `${scheme}://127.0.0.1:${port}${path}`,
    ...credentialsOf(t),
    close: async () => {
      await gateway.close();
      await t.close();
    },
  };
}

function credentialsOf(t: TestIdentity): Pick<HttpHouse, 'bearer' | 'apiKey' | 'session'> {
  const { identity, storage, system } = t;
  return {
    bearer: async (userId, grants) => {
      await identity.users.ensure(system, userId);
      const given = await identity.tokens.giveAsOperator(system, { userId, grants });
      return `Bearer ${given.token.reveal()}`;
    },
    apiKey: async (grants) => {
      const principal = { kind: 'system', id: 'system', grants: new Set<Grant>(GRANTS) } as const;
      const created = await identity.apiKeys.create({ ...system, principal }, 'pbx', grants);
      return created.key.reveal();
    },
    session: async (userId) => {
      const { user, events } = createUser('default', { id: userId, status: 'active' }, 0);
      const begun = identity.sessions.begin('default', userId);
      const writes = [storage.users.put(user), begun.write];
      await storage.journal.commit({ scope: systemScope('default'), writes, events });
      return `sge_session=${begun.token.reveal()}`;
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON object; empty when the body is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export async function ask(
  url: string,
  init: RequestInit & { readonly json?: unknown } = {},
): Promise<Answer> {
  const { json, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (json !== undefined) headers.set('content-type', 'application/json');
  const response = await fetch(url, {
    ...rest,
    headers,
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const answer = await response.text();
  const parsed: unknown = answer.startsWith('{') ? JSON.parse(answer) : {};
  const body = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  return { status: response.status, headers: response.headers, body };
}

/** Sends bytes as they are and reads until the server closes: what no HTTP client would send. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  // A server that refuses early may reset what we still send; what it said has arrived by then.
  socket.on('error', () => socket.destroy());
  socket.write(bytes);
  return text(socket).catch(() => '');
}

/** The problem at the end of a raw answer. */
export function problemIn(rawAnswer: string): Readonly<Record<string, unknown>> {
  const start = rawAnswer.lastIndexOf('\r\n\r\n');
  const parsed: unknown = JSON.parse(rawAnswer.slice(start + 4));
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
