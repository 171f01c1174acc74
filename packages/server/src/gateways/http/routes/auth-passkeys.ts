import {
  PageQuery,
  Passkey,
  PasskeyOptions,
  PasskeyResponse,
  pageOf,
  Session,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Ceremony, Identity, StoredPasskey } from '../../../domain/identity/index.ts';
import { pageReply } from '../paging.ts';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { signedInReply } from './auth-session-cookie.ts';
import { timestamp } from './users-json.ts';

const TAG = 'Passkeys';
const ROOT = '/api/v1/auth/passkeys';
const Params = Type.Object({ id: Type.String({ pattern: '^cred_[0-9a-z]{1,64}$' }) });

/** Signing in without a password (WebAuthn). */
export function passkeyRoutes(
  { passkeys }: Pick<Identity, 'passkeys'>,
  publicUrl: () => string,
): Route[] {
  return [
    registrationOptions(passkeys),
    registerPasskey(passkeys),
    listPasskeys(passkeys),
    removePasskey(passkeys),
    signInOptions(passkeys),
    signInByPasskey(passkeys, publicUrl),
  ];
}

function registrationOptions(passkeys: Identity['passkeys']): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/options`,
    operationId: 'getPasskeyRegistrationOptions',
    tag: TAG,
    summary: 'Begin to add a passkey',
    description: 'The options are for navigator.credentials.create(); good for five minutes, once.',
    auth: 'session',
    responses: { 200: PasskeyOptions },
    handler: async (_input, { scope }) => ceremonyReply(await passkeys.beginRegistration(scope)),
  });
}

function registerPasskey(passkeys: Identity['passkeys']): Route {
  return defineRoute({
    method: 'POST',
    path: ROOT,
    operationId: 'registerPasskey',
    tag: TAG,
    summary: 'Add the passkey that the browser has made',
    auth: 'session',
    body: PasskeyResponse,
    responses: { 201: Passkey },
    handler: async ({ body }, { scope }) => {
      const answer = { challengeId: body.challenge_id, response: body.response };
      return { status: 201, body: passkeyJson(await passkeys.finishRegistration(scope, answer)) };
    },
  });
}

function listPasskeys(passkeys: Identity['passkeys']): Route {
  return defineRoute({
    method: 'GET',
    path: ROOT,
    operationId: 'listPasskeys',
    tag: TAG,
    summary: 'Your passkeys',
    auth: 'session',
    query: PageQuery,
    responses: { 200: pageOf(Passkey) },
    handler: async (_input, { scope }) => {
      const items = await passkeys.list(scope);
      return { status: 200, body: pageReply({ items, next: null }, passkeyJson) };
    },
  });
}

function removePasskey(passkeys: Identity['passkeys']): Route {
  return defineRoute({
    method: 'DELETE',
    path: `${ROOT}/{id}`,
    operationId: 'removePasskey',
    tag: TAG,
    summary: 'Remove one of your passkeys',
    auth: 'session',
    params: Params,
    responses: { 204: null },
    handler: async ({ params }, { scope }) => {
      await passkeys.remove(scope, params.id);
      return { status: 204 };
    },
  });
}

function signInOptions(passkeys: Identity['passkeys']): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/sign-in/options`,
    operationId: 'getPasskeySignInOptions',
    tag: TAG,
    summary: 'Begin to sign in by passkey',
    description: 'The options are for navigator.credentials.get(); good for five minutes, once.',
    auth: 'none',
    responses: { 200: PasskeyOptions },
    handler: async () => ceremonyReply(await passkeys.beginSignIn()),
  });
}

function signInByPasskey(passkeys: Identity['passkeys'], publicUrl: () => string): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/sign-in`,
    operationId: 'signInByPasskey',
    tag: TAG,
    summary: 'Sign in by passkey',
    description: 'Sets the session cookie.',
    auth: 'none',
    body: PasskeyResponse,
    responses: { 200: Session },
    refusals: ['passkey_invalid'],
    handler: async ({ body }, { scope }) => {
      const answer = { challengeId: body.challenge_id, response: body.response };
      return signedInReply(await passkeys.finishSignIn(scope, answer), publicUrl());
    },
  });
}

export function ceremonyReply({ challengeId, options }: Ceremony): Reply {
  return { status: 200, body: { challenge_id: challengeId, options } };
}

function passkeyJson({ id, credential, createdAtMs }: StoredPasskey): Passkey {
  return { id, transports: [...credential.transports], created_at: timestamp(createdAtMs) };
}
