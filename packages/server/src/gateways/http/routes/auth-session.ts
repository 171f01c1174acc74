import { ChangePassword, PasswordSignIn, Session } from '@sky-genesis/protocol';
import { grantsOfUser, type Identity } from '../../../domain/identity/index.ts';
import { AppError, Secret } from '../../../kernel/index.ts';
import { defineRoute, type RequestFacts, type Route } from '../route.ts';
import {
  noSessionCookie,
  presentedSession,
  sessionCookie,
  signedInReply,
} from './auth-session-cookie.ts';
import { timestamp, userJson } from './users-json.ts';

const TAG = 'Authentication';
const SESSION = '/api/v1/auth/session';

type Services = Pick<Identity, 'sessions' | 'signIn' | 'passwords'>;
type PublicUrl = () => string;

/** Signing the console in and out. */
export function sessionRoutes(services: Services, publicUrl: PublicUrl): Route[] {
  return [
    getSession(services),
    signIn(services, publicUrl),
    signOut(services, publicUrl),
    changePassword(services, publicUrl),
  ];
}

function getSession({ sessions }: Services): Route {
  return defineRoute({
    method: 'GET',
    path: SESSION,
    operationId: 'getSession',
    tag: TAG,
    summary: 'Who is signed in',
    auth: 'session',
    responses: { 200: Session },
    handler: async (_input, { facts }) => {
      const { record, user } = await sessions.resolve(requiredSession(facts));
      const scope = grantsOfUser(user);
      const expires_at = timestamp(record.expiresAtMs);
      return { status: 200, body: { user: userJson(user), scope, expires_at } };
    },
  });
}

function signIn({ sessions, signIn: service }: Services, publicUrl: PublicUrl): Route {
  return defineRoute({
    method: 'POST',
    path: SESSION,
    operationId: 'signIn',
    tag: TAG,
    summary: 'Sign in by password',
    description:
      'Sets the session cookie. Wrong passwords are slowed down per user and per address.',
    auth: 'none',
    body: PasswordSignIn,
    responses: { 200: Session },
    refusals: ['credentials_invalid'],
    handler: async ({ body }, { scope, facts }) => {
      const password = new Secret(body.password);
      const attempt = { userId: body.user_id, password, ip: facts.ip };
      const signedIn = await service.byPassword(scope, attempt);
      // The browser's cookie is about to be replaced: the session behind it has no owner any more.
      const replaced = presentedSession(facts);
      if (replaced !== undefined) await sessions.end(scope, replaced);
      return signedInReply(signedIn, publicUrl());
    },
  });
}

function signOut({ sessions }: Services, publicUrl: PublicUrl): Route {
  return defineRoute({
    method: 'DELETE',
    path: SESSION,
    operationId: 'signOut',
    tag: TAG,
    summary: 'Sign out',
    description: 'Also answers 204 when the session is over already.',
    auth: 'none',
    responses: { 204: null },
    handler: async (_input, { scope, facts }) => {
      const session = presentedSession(facts);
      if (session !== undefined) await sessions.end(scope, session);
      return { status: 204, headers: { 'set-cookie': noSessionCookie(publicUrl()) } };
    },
  });
}

function changePassword({ passwords }: Services, publicUrl: PublicUrl): Route {
  return defineRoute({
    method: 'PUT',
    path: '/api/v1/auth/password',
    operationId: 'changePassword',
    tag: TAG,
    summary: 'Set your own password',
    description: 'Ends every other session of yours and voids your bearer tokens.',
    auth: 'session',
    body: ChangePassword,
    responses: { 204: null },
    handler: async ({ body }, { scope, facts }) => {
      const current = body.current === undefined ? undefined : new Secret(body.current);
      const change = { current, next: new Secret(body.password), ip: facts.ip };
      const session = await passwords.change(scope, change);
      return { status: 204, headers: { 'set-cookie': sessionCookie(session.token, publicUrl()) } };
    },
  });
}

function requiredSession(facts: RequestFacts): Secret {
  const session = presentedSession(facts);
  if (session === undefined) throw new AppError('unauthenticated');
  return session;
}
