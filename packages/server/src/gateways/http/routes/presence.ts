import { PageQuery, PresenceEntry, pageOf, SetPresence, UserId } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import { requireUser } from '../../../domain/access/index.ts';
import type { Presence, PresenceService } from '../../../domain/presence/index.ts';
import { AppError, type Page, type PageRequest } from '../../../kernel/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const TAG = 'Presence';
const PATH = '/xmpp/presence';

export interface PresenceRoutesOptions {
  readonly presence: PresenceService;
  readonly userExists: (org: string, userId: string) => Promise<boolean>;
}

/** Presence for who has no WebSocket. */
export function presenceRoutes(options: PresenceRoutesOptions): Route[] {
  return [listRoute(options), setRoute(options), getRoute(options)];
}

function listRoute({ presence }: PresenceRoutesOptions): Route {
  return defineRoute({
    method: 'GET',
    path: PATH,
    operationId: 'listPresence',
    tag: TAG,
    summary: 'Everybody who is not offline, in order of id',
    auth: 'required',
    grant: 'presence:read',
    query: PageQuery,
    responses: { 200: pageOf(PresenceEntry) },
    handler: async ({ query }, { scope }) => {
      const page = slice(presence.list(scope), pageRequest(query));
      return { status: 200, body: pageReply(page, presenceJson) };
    },
  });
}

function setRoute({ presence, userExists }: PresenceRoutesOptions): Route {
  return defineRoute({
    method: 'POST',
    path: PATH,
    operationId: 'setPresence',
    tag: TAG,
    summary: 'Set a presence',
    description: 'Somebody else’s only with `presence:write:any`.',
    auth: 'required',
    grant: 'presence:write',
    body: SetPresence,
    responses: { 200: PresenceEntry },
    refusals: ['user_not_found'],
    handler: async ({ body }, { scope }) => {
      const userId = body.user_id ?? requireUser(scope);
      const change = {
        status: body.status,
        ...(body.status_message === undefined ? {} : { statusMessage: body.status_message }),
        ...(body.ttl_s === undefined ? {} : { ttlS: body.ttl_s }),
      };
      presence.requireMaySet(scope, userId);
      await requireExisting(userExists, scope.org, userId);
      return { status: 200, body: presenceJson(presence.update(scope, userId, change)) };
    },
  });
}

function getRoute({ presence, userExists }: PresenceRoutesOptions): Route {
  return defineRoute({
    method: 'GET',
    path: `${PATH}/{user}`,
    operationId: 'getPresence',
    tag: TAG,
    summary: 'Somebody’s presence',
    auth: 'required',
    grant: 'presence:read',
    params: Type.Object({ user: UserId }),
    responses: { 200: PresenceEntry },
    handler: async ({ params: { user } }, { scope }) => {
      await requireExisting(userExists, scope.org, user);
      return { status: 200, body: presenceJson(presence.get(scope, user)) };
    },
  });
}

async function requireExisting(
  userExists: PresenceRoutesOptions['userExists'],
  org: string,
  user: string,
): Promise<void> {
  if (await userExists(org, user)) return;
  throw new AppError('user_not_found', { params: { user } });
}

function slice(sorted: readonly Presence[], { limit, after }: PageRequest): Page<Presence> {
  const rest = after === undefined ? sorted : sorted.filter(({ userId }) => userId > after);
  const items = rest.slice(0, limit);
  const next = rest.length > limit ? (items.at(-1)?.userId ?? null) : null;
  return { items, next };
}

function presenceJson(presence: Presence): PresenceEntry {
  return {
    user_id: presence.userId,
    status: presence.status,
    status_message: presence.statusMessage,
    updated_at: presence.sinceMs === 0 ? null : timestamp(presence.sinceMs),
  };
}
