import type { IncomingMessage } from 'node:http';
import type { Locale } from '@sky-genesis/protocol';
import type { PresentedCredential } from '../../domain/identity/ports.ts';
import { Secret } from '../../kernel/index.ts';

export const SUBPROTOCOL = 'sge.v1';

const SESSION_COOKIE = 'sge_session';
const BEARER = /^Bearer +([^\s]+)$/i;
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** The target of an upgrade request; undefined when it is no path of ours to read. */
export function targetOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '', 'http://localhost') ?? undefined;
}

/**
 * How the peer says who it is: `Authorization`, `X-API-Key`, `Sec-WebSocket-Protocol: sge.v1, <jwt>`, `?token=`, or
 * the console's cookie; the first that is there counts.
 */
export function credentialOf(
  request: IncomingMessage,
  target: URL,
): PresentedCredential | undefined {
  const { headers } = request;
  const bearer =
    BEARER.exec(headers.authorization ?? '')?.[1] ??
    (headers['x-api-key'] === undefined ? tokenOf(request, target) : undefined);
  if (bearer !== undefined) return { kind: 'bearer', token: new Secret(bearer) };
  const key = headers['x-api-key'];
  if (typeof key === 'string') return { kind: 'api_key', key: new Secret(key) };
  const session = cookieOf(headers.cookie, SESSION_COOKIE);
  return session === undefined ? undefined : { kind: 'session', token: new Secret(session) };
}

function tokenOf(request: IncomingMessage, target: URL): string | undefined {
  const offered = offeredProtocols(request);
  const offeredToken = offered.includes(SUBPROTOCOL)
    ? offered.find((protocol) => protocol !== SUBPROTOCOL)
    : undefined;
  return offeredToken ?? target.searchParams.get('token') ?? undefined;
}

function offeredProtocols(request: IncomingMessage): readonly string[] {
  const header = request.headers['sec-websocket-protocol'];
  return header === undefined ? [] : header.split(',').map((protocol) => protocol.trim());
}

/**
 * Browsers send the session cookie whichever page opens the socket, and no CORS stops them: with it, the page
 * must be ours (RFC 6455 §10.2). A token is proof enough by itself.
 */
export function isOwnOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) return false;
  return allowed.includes(origin) || URL.parse(origin)?.host === host.toLowerCase();
}

export function localeOf(request: IncomingMessage): Locale {
  const languages = request.headers['accept-language']?.toLowerCase().split(',', 16) ?? [];
  const first = languages.find((language) => /^\s*(en|fr)\b/.test(language));
  return first?.trim().startsWith('fr') === true ? 'fr' : 'en';
}

export function traceIdOf(request: IncomingMessage): string | undefined {
  const { traceparent } = request.headers;
  return typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(';').find((each) => each.trim().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim();
}
