import { ApiKey, CreateApiKey, PageQuery, pageOf } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Identity, ApiKey as StoredApiKey } from '../../../domain/identity/index.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { timestamp } from './users-json.ts';

const TAG = 'API keys';
const Params = Type.Object({ id: Type.String({ pattern: '^key_[0-9a-hjkmnp-tv-z]{26}$' }) });
const ONE = '/api/v1/keys/{id}';

/** Keys of services and PBXs. */
export function keyRoutes({ apiKeys }: Pick<Identity, 'apiKeys'>): Route[] {
  return [createKey(apiKeys), listKeys(apiKeys), getKey(apiKeys), revokeKey(apiKeys)];
}

function createKey(apiKeys: Identity['apiKeys']): Route {
  return defineRoute({
    method: 'POST',
    path: '/api/v1/keys',
    operationId: 'createApiKey',
    tag: TAG,
    summary: 'Make an API key',
    description:
      'The key itself is in this answer and never again: only a hash of it is stored. It can hold no scope that its maker lacks.',
    auth: 'required',
    grant: 'keys:write',
    body: CreateApiKey,
    creates: true,
    responses: { 201: ApiKey },
    handler: async ({ body }, { scope, receipt }) => {
      const created = await apiKeys.create(scope, body.name, body.scope, ({ apiKey, key }) =>
        receipt({ status: 201, body: { ...keyJson(apiKey), key: key.reveal() } }),
      );
      return { status: 201, body: { ...keyJson(created.apiKey), key: created.key.reveal() } };
    },
  });
}

function listKeys(apiKeys: Identity['apiKeys']): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/keys',
    operationId: 'listApiKeys',
    tag: TAG,
    summary: 'The API keys there are, newest first, revoked ones too',
    auth: 'required',
    grant: 'keys:write',
    query: PageQuery,
    responses: { 200: pageOf(ApiKey) },
    handler: async ({ query }, { scope }) => {
      const page = await apiKeys.list(scope, pageRequest(query));
      return { status: 200, body: pageReply(page, keyJson) };
    },
  });
}

function getKey(apiKeys: Identity['apiKeys']): Route {
  return defineRoute({
    method: 'GET',
    path: ONE,
    operationId: 'getApiKey',
    tag: TAG,
    summary: 'One API key',
    auth: 'required',
    grant: 'keys:write',
    params: Params,
    responses: { 200: ApiKey },
    handler: async ({ params }, { scope }) => ({
      status: 200,
      body: keyJson(await apiKeys.get(scope, params.id)),
    }),
  });
}

function revokeKey(apiKeys: Identity['apiKeys']): Route {
  return defineRoute({
    method: 'DELETE',
    path: ONE,
    operationId: 'revokeApiKey',
    tag: TAG,
    summary: 'Revoke an API key, at once and for good',
    auth: 'required',
    grant: 'keys:write',
    params: Params,
    responses: { 204: null },
    handler: async ({ params }, { scope }) => {
      await apiKeys.revoke(scope, params.id);
      return { status: 204 };
    },
  });
}

function keyJson(apiKey: StoredApiKey): ApiKey {
  return {
    id: apiKey.id,
    name: apiKey.name,
    scope: [...apiKey.grants],
    created_at: timestamp(apiKey.createdAtMs),
    revoked_at: apiKey.revokedAtMs === null ? null : timestamp(apiKey.revokedAtMs),
  };
}
