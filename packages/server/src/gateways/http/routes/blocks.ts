import { Block, PageQuery, pageOf, UserId } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Blocks } from '../../../domain/directory/index.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { blockJson } from './users-json.ts';

const TAG = 'Users';
const Params = Type.Object({ user_id: UserId });
const ONE = '/api/v1/users/me/blocks/{user_id}';

/** Whom the user does not want to hear from. */
export function blockRoutes(blocks: Blocks): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/users/me/blocks',
      operationId: 'listBlocks',
      tag: TAG,
      summary: 'Whom you have blocked, in order of id',
      auth: 'required',
      query: PageQuery,
      responses: { 200: pageOf(Block) },
      handler: async ({ query }, { scope }) => {
        const page = await blocks.list(scope, pageRequest(query));
        return { status: 200, body: pageReply(page, blockJson) };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: ONE,
      operationId: 'blockUser',
      tag: TAG,
      summary: 'Block a user',
      description:
        'Their calls to you are refused with `participant_blocked`; nothing else tells them.',
      auth: 'required',
      params: Params,
      responses: { 204: null },
      handler: async ({ params }, { scope }) => {
        await blocks.block(scope, params.user_id);
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: ONE,
      operationId: 'unblockUser',
      tag: TAG,
      summary: 'Unblock a user',
      auth: 'required',
      params: Params,
      responses: { 204: null },
      handler: async ({ params }, { scope }) => {
        await blocks.unblock(scope, params.user_id);
        return { status: 204 };
      },
    }),
  ];
}
