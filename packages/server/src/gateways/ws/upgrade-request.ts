import type { IncomingMessage } from 'node:http';
import type { Locale } from '@sky-genesis/protocol';
import type { PresentedCredential } from '../../domain/identity/ports.ts';
import { Secret } from '../../kernel/index.ts';
import { parseCookies, SESSION_COOKIE } from '../wire/cookies.ts';
import { negotiateLocale } from '../wire/locale.ts';

export const SUBPROTOCOL = 'sge.v1';

const BEARER = /^Bearer +([^\s]+)$/i;

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
  const session = parseCookies(headers.cookie)[SESSION_COOKIE];
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
  return negotiateLocale(request.headers['accept-language']);
}
