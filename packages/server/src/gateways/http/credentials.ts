import type { PresentedCredential } from '../../domain/identity/ports.ts';
import { AppError, Secret } from '../../kernel/index.ts';
import { SESSION_COOKIE } from '../wire/cookies.ts';
import { bearerOf } from './bearer.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './route.ts';

/**
 * What the request shows to say who it is. A header is shown on purpose and goes before the cookie,
 * which a browser adds by itself.
 * @throws AppError `bad_request` for two headers at once, `unauthenticated` for none at all or another
 * scheme than Bearer.
 */
export function presentedCredential(exchange: Exchange, auth: Route['auth']): PresentedCredential {
  const authorization = auth === 'session' ? undefined : exchange.header('authorization');
  const apiKey = auth === 'session' ? undefined : exchange.header('x-api-key');
  if (authorization !== undefined) {
    if (apiKey !== undefined) {
      throw new AppError('bad_request', {
        issues: [{ path: 'Authorization', message: 'two_credentials' }],
      });
    }
    const token = bearerOf(authorization);
    if (token === undefined) throw new AppError('unauthenticated');
    return { kind: 'bearer', token };
  }
  if (apiKey !== undefined) return { kind: 'api_key', key: new Secret(apiKey) };
  const session = exchange.cookies[SESSION_COOKIE];
  if (session === undefined) throw new AppError('unauthenticated');
  return { kind: 'session', token: new Secret(session) };
}

/**
 * Cross-site request forgery: a change that a browser asks for must come from a page of this server.
 * Requests with a header credential cannot be forged and are not asked; neither is who sends no Origin
 * and no Sec-Fetch-Site and has no cookie, which is no browser.
 * @param ambient whether the credential is one that the browser adds by itself
 * @throws AppError `origin_refused`
 */
export function refuseForeignOrigin(
  exchange: Exchange,
  publicOrigin: string,
  ambient: boolean,
): void {
  const { request, origin } = exchange;
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (origin !== undefined) {
    const own = `${request.protocol}://${request.host}`;
    if (origin === publicOrigin || origin === own) return;
    throw new AppError('origin_refused');
  }
  const site = exchange.header('sec-fetch-site');
  if (site === 'same-origin' || site === 'none' || (site === undefined && !ambient)) return;
  throw new AppError('origin_refused');
}
