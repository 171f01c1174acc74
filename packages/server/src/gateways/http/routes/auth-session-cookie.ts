import type { Session } from '@sky-genesis/protocol';
import { grantsOfUser, type SignedIn } from '../../../domain/identity/index.ts';
import { Secret } from '../../../kernel/index.ts';
import { SESSION_COOKIE } from '../../wire/cookies.ts';
import type { Reply, RequestFacts } from '../route.ts';
import { timestamp, userJson } from './users-json.ts';

/** As long as a session can live at all; the server ends it sooner when it is not used. */
const MAX_AGE_S = 7 * 86_400;

/**
 * The cookie of a console session (RFC 6265bis §4.1): not for scripts, not with foreign sites' requests,
 * over HTTPS only where the server is reached by it.
 */
export function sessionCookie(token: Secret, publicUrl: string): string {
  return attributes(`${SESSION_COOKIE}=${token.reveal()}; Max-Age=${MAX_AGE_S}`, publicUrl);
}

export function noSessionCookie(publicUrl: string): string {
  return attributes(`${SESSION_COOKIE}=; Max-Age=0`, publicUrl);
}

/** The session cookie that the browser has sent, if any. */
export function presentedSession(facts: RequestFacts): Secret | undefined {
  const value = facts.cookies[SESSION_COOKIE];
  return value === undefined || value === '' ? undefined : new Secret(value);
}

/** The answer that signs a browser in. */
export function signedInReply({ user, session }: SignedIn, publicUrl: string): Reply {
  const body: Session = {
    user: userJson(user),
    scope: [...grantsOfUser(user)],
    expires_at: timestamp(session.record.expiresAtMs),
  };
  return { status: 200, body, headers: { 'set-cookie': sessionCookie(session.token, publicUrl) } };
}

function attributes(pair: string, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${pair}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
