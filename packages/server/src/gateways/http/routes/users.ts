import { CreateUser, PageQuery, pageOf, UpdateUser, User, UserId } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Identity } from '../../../domain/identity/index.ts';
import { Secret } from '../../../kernel/index.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { userJson } from './users-json.ts';

const TAG = 'Users';
const Params = Type.Object({ id: UserId });
const Query = Type.Object(
  {
    ...PageQuery.properties,
    search: Type.Optional(
      Type.String({ maxLength: 100, description: 'start of an id, a name or an e-mail address' }),
    ),
  },
  { additionalProperties: false },
);

/** The organisation's people. */
export function userRoutes({ users, passwords }: Pick<Identity, 'users' | 'passwords'>): Route[] {
  return [
    listUsers(users),
    createUser(users, passwords),
    getMe(users),
    getUser(users),
    updateUser(users),
  ];
}

function listUsers(users: Identity['users']): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/users',
    operationId: 'listUsers',
    tag: TAG,
    summary: 'The people of the organisation, in order of id',
    auth: 'required',
    grant: 'users:read',
    query: Query,
    responses: { 200: pageOf(User) },
    handler: async ({ query }, { scope }) => {
      const filter = query.search === undefined ? {} : { search: query.search };
      const page = await users.list(scope, filter, pageRequest(query));
      return { status: 200, body: pageReply(page, userJson) };
    },
  });
}

function createUser(users: Identity['users'], passwords: Identity['passwords']): Route {
  return defineRoute({
    method: 'POST',
    path: '/api/v1/users',
    operationId: 'createUser',
    tag: TAG,
    summary: 'Add a user who is active at once',
    description:
      'Without a password the user signs in by an invitation, or uses tokens only. An administrator is made only by one; `external_calls` is given only by who holds `calls:external`, as administrators do.',
    auth: 'required',
    grant: 'users:write',
    body: CreateUser,
    creates: true,
    responses: { 201: User },
    handler: async ({ body }, { scope, receipt }) => {
      const { id, display_name: displayName, email, role, external_calls, password } = body;
      const chosen =
        password === undefined
          ? { writes: [], events: [] }
          : await passwords.prepare(scope.org, id, new Secret(password));
      const rights = { role, externalCalls: external_calls, status: 'active' } as const;
      const user = await users.create(scope, { id, displayName, email, ...rights }, (created) => ({
        writes: [...chosen.writes, ...receipt({ status: 201, body: userJson(created) })],
        events: chosen.events,
      }));
      return { status: 201, body: userJson(user) };
    },
  });
}

function getMe(users: Identity['users']): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/users/me',
    operationId: 'getOwnUser',
    tag: TAG,
    summary: 'The user who asks',
    auth: 'required',
    responses: { 200: User },
    handler: async (_input, { scope }) => ({ status: 200, body: userJson(await users.me(scope)) }),
  });
}

function getUser(users: Identity['users']): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/users/{id}',
    operationId: 'getUser',
    tag: TAG,
    summary: 'One user',
    auth: 'required',
    params: Params,
    responses: { 200: User },
    handler: async ({ params }, { scope }) => ({
      status: 200,
      body: userJson(await users.get(scope, params.id)),
    }),
  });
}

function updateUser(users: Identity['users']): Route {
  return defineRoute({
    method: 'PATCH',
    path: '/api/v1/users/{id}',
    operationId: 'updateUser',
    tag: TAG,
    summary: 'Change a user',
    description:
      'Everybody may change their own name and e-mail address. Disabling a user ends its sessions and tokens at once; the last administrator cannot be disabled. `external_calls` lets the user’s sessions, phones and new tokens call outside, where a trunk has a route; taken away, it ends with the next call.',
    auth: 'required',
    params: Params,
    body: UpdateUser,
    responses: { 200: User },
    handler: async ({ params, body }, { scope }) => {
      const { display_name: displayName, email, role, external_calls, status } = body;
      const change = { displayName, email, role, externalCalls: external_calls, status };
      const user = await users.update(scope, params.id, change);
      return { status: 200, body: userJson(user) };
    },
  });
}
