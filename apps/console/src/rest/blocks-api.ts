import { Block, pageOf } from '@sky-genesis/protocol';
import type { Requests } from './request.ts';

const root = '/api/v1/users/me/blocks';
const BlockPage = pageOf(Block);

/** Whom the signed-in user does not want to be called by. Throws what `Requests` throws. */
export interface BlocksApi {
  /** All of them. */
  list(): Promise<readonly string[]>;
  add(userId: string): Promise<void>;
  remove(userId: string): Promise<void>;
}

export function createBlocksApi(requests: Requests): BlocksApi {
  const one = (userId: string): string => `${root}/${encodeURIComponent(userId)}`;
  return {
    list: async () => {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const path = `${root}?limit=200${query}`;
        const page = await requests.read(BlockPage, { method: 'GET', path });
        ids.push(...page.data.map(({ user_id }) => user_id));
        cursor = page.next_cursor;
      }
      return ids;
    },
    add: (userId) => requests.send({ method: 'PUT', path: one(userId) }),
    remove: (userId) => requests.send({ method: 'DELETE', path: one(userId) }),
  };
}
