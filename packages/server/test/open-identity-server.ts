import assert from 'node:assert/strict';
import { AuditReader } from '../src/domain/audit/index.ts';
import { Blocks } from '../src/domain/directory/index.ts';
import { createHttpGateway, type HttpGateway } from '../src/gateways/http/index.ts';
import { problemResponses } from '../src/gateways/http/openapi/problems.ts';
import type { Route } from '../src/gateways/http/route.ts';
import { identityRoutes } from '../src/gateways/http/routes/auth.ts';
import type { Grant } from '../src/kernel/index.ts';
import { openTestIdentity, type TestIdentity } from './open-test-identity.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

const PLENTY = { perSecond: 100_000, burst: 100_000 };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body; empty without one. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface IdentityServer extends TestIdentity {
  readonly gateway: HttpGateway;
  readonly httpLines: readonly LogLine[];
  /** A request; `as` is a bearer token, an API key (`sgek_…`) or a cookie pair. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** A bearer token of the user, who is made if missing. */
  tokenOf(userId: string, grants?: readonly Grant[]): Promise<string>;
}

export interface RequestOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The identity routes, and `more`, behind the real HTTP gateway on a loopback port. */
export async function openIdentityServer(
  more: (parts: TestIdentity) => readonly Route[] = () => [],
): Promise<IdentityServer> {
  let gateway: HttpGateway | undefined;
  const publicUrl = () => gateway?.url ?? '';
  const t = await openTestIdentity({ publicUrl });
  const httpLines: LogLine[] = [];
  const { identity, storage, trail, clock, envelope } = t;
  const blocks = new Blocks(storage);
  const audit = new AuditReader(storage.audit, trail);
  const routes = [...identityRoutes({ identity, blocks, audit, publicUrl }), ...more(t)];
  gateway = await createHttpGateway({
    routes,
    authenticator: identity.authenticator,
    receipts: storage.receipts,
    envelopeKey: envelope,
    journal: storage.journal,
    clock,
    logger: recordingLogger(httpLines),
    config: { trustedProxies: [], rateLimits: { user: PLENTY, key: PLENTY, ip: PLENTY } },
    version: '0.0.0',
    healthChecks: [],
    refusals: (scope, refused) => trail.record(scope, refused),
  });
  await gateway.listen({ host: '127.0.0.1', port: 0 });
  const listening = gateway;
  return {
    ...t,
    gateway,
    httpLines,
    request: async (method, path, options = {}) => {
      const answer = await request(listening.url, method, path, options);
      requireDocumented(routes, method, path, answer.status);
      return answer;
    },
    tokenOf: async (userId, grants) => {
      await identity.users.ensure(t.system, userId);
      const given = await identity.tokens.giveAsOperator(t.system, { userId, grants });
      return given.token.reveal();
    },
    close: async () => {
      await listening.close();
      await t.close();
    },
  };
}

async function request(
  url: string,
  method: string,
  path: string,
  { as, body, headers = {} }: RequestOptions,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...credential(as, url),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  const fields = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  return { status: response.status, headers: response.headers, body: fields };
}

/** Whatever a test makes the server answer has to stand in the API's description. */
function requireDocumented(
  routes: readonly Route[],
  method: string,
  path: string,
  status: number,
): void {
  const plain = path.split('?', 1)[0] ?? '';
  const matches = ({ path: pattern }: Route) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(plain);
  const candidates = routes.filter((route) => route.method === method && matches(route));
  const documented = candidates.map((route) => [
    ...Object.keys(route.responses),
    ...Object.keys(problemResponses(route)),
  ]);
  if (documented.length === 0 || documented.some((known) => known.includes(String(status)))) return;
  assert.fail(`${method} ${path} answered ${status}, which its description does not name`);
}

function credential(as: string | undefined, origin: string): Readonly<Record<string, string>> {
  if (as === undefined) return {};
  if (as.startsWith('sgek_')) return { 'x-api-key': as };
  if (as.startsWith('sge_session=')) return { cookie: as, origin };
  return { authorization: `Bearer ${as}` };
}

/** The `sge_session=…` pair of an answer that signs in. */
export function cookieOf(answer: Answer): string {
  const [pair = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return pair;
}
