import { CreateInvitation, Invitation, PageQuery, pageOf } from '@sky-genesis/protocol';
import type { Identity, MadeInvitation } from '../../../domain/identity/index.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { invitationJson } from './users-json.ts';

const TAG = 'Invitations';
const ALL = '/api/v1/invitations';

/** One-time links for people who have no way to sign in. */
export function invitationRoutes({ invitations }: Pick<Identity, 'invitations'>): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: ALL,
      operationId: 'createInvitation',
      tag: TAG,
      summary: 'Invite somebody by a one-time link',
      description:
        'For a new user, or for one who has lost every way to sign in. The link is in this answer and never again; it is good for 24 hours and one use.',
      auth: 'required',
      grant: 'users:write',
      body: CreateInvitation,
      creates: true,
      responses: { 201: Invitation },
      handler: async ({ body }, { scope, receipt }) => {
        const { user_id: userId, display_name: displayName, email, role, external_calls } = body;
        const order = { userId, displayName, email, role, externalCalls: external_calls };
        const made = await invitations.create(scope, order, (result) =>
          receipt({ status: 201, body: linkJson(result) }),
        );
        return { status: 201, body: linkJson(made) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: ALL,
      operationId: 'listInvitations',
      tag: TAG,
      summary: 'The invitations there are, newest first, without their links',
      auth: 'required',
      grant: 'users:write',
      query: PageQuery,
      responses: { 200: pageOf(Invitation) },
      handler: async ({ query }, { scope }) => {
        const page = await invitations.list(scope, pageRequest(query));
        return { status: 200, body: pageReply(page, invitationJson) };
      },
    }),
  ];
}

function linkJson({ invitation, url }: MadeInvitation): Invitation {
  return { ...invitationJson(invitation), url: url.reveal() };
}
