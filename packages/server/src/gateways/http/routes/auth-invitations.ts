import {
  AcceptInvitation,
  Invitee,
  PasskeyOptions,
  PresentedInvitation,
  Session,
} from '@sky-genesis/protocol';
import type { Identity } from '../../../domain/identity/index.ts';
import { Secret } from '../../../kernel/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ceremonyReply } from './auth-passkeys.ts';
import { signedInReply } from './auth-session-cookie.ts';

const TAG = 'Authentication';
const ROOT = '/api/v1/auth/invitations';

type Invitations = Identity['invitations'];

/** What the holder of a one-time link does with it. */
export function invitedRoutes(
  { invitations }: Pick<Identity, 'invitations'>,
  publicUrl: () => string,
): Route[] {
  return [
    openInvitation(invitations),
    invitedPasskeyOptions(invitations),
    acceptInvitation(invitations, publicUrl),
  ];
}

function openInvitation(invitations: Invitations): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/open`,
    operationId: 'openInvitation',
    tag: TAG,
    summary: 'Whom a one-time link is for',
    description: 'Does not use it up: only accepting does.',
    auth: 'none',
    body: PresentedInvitation,
    responses: { 200: Invitee },
    refusals: ['invitation_invalid'],
    handler: async ({ body }) => {
      const { user, alone } = await invitations.look(new Secret(body.token));
      return { status: 200, body: { user_id: user.id, display_name: user.displayName, alone } };
    },
  });
}

function invitedPasskeyOptions(invitations: Invitations): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/passkey-options`,
    operationId: 'getInvitedPasskeyOptions',
    tag: TAG,
    summary: 'Begin to make the passkey that a one-time link is accepted with',
    description:
      'The options are for navigator.credentials.create(); good for five minutes, once. The link stays unused.',
    auth: 'none',
    body: PresentedInvitation,
    responses: { 200: PasskeyOptions },
    refusals: ['invitation_invalid'],
    handler: async ({ body }) =>
      ceremonyReply(await invitations.beginPasskey(new Secret(body.token))),
  });
}

function acceptInvitation(invitations: Invitations, publicUrl: () => string): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOT}/accept`,
    operationId: 'acceptInvitation',
    tag: TAG,
    summary: 'Use a one-time link',
    description:
      'May set name, password and passkey, and signs in. Without password and passkey, add one next.',
    auth: 'none',
    body: AcceptInvitation,
    responses: { 200: Session },
    refusals: ['invitation_invalid', 'passkey_invalid'],
    handler: async ({ body }, { scope }) => {
      const { passkey } = body;
      const signedIn = await invitations.accept(scope, {
        token: new Secret(body.token),
        displayName: body.display_name,
        email: body.email,
        password: body.password === undefined ? undefined : new Secret(body.password),
        passkey:
          passkey === undefined
            ? undefined
            : { challengeId: passkey.challenge_id, response: passkey.response },
      });
      return signedInReply(signedIn, publicUrl());
    },
  });
}
