import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../kernel/index.ts';
import type { SqlStatement } from './sql-write.ts';

/** What a new database starts with. Changes nothing where it is there already. */
export function firstRows(clock: Clock): readonly SqlStatement[] {
  return [
    {
      text: `insert into meta (name, value) values ('epoch', $1) on conflict (name) do nothing`,
      params: [randomBytes(9).toString('base64url')],
    },
    {
      text: `insert into organisations (id, name, created_at_ms) values ($1, $2, $3)
        on conflict (id) do nothing`,
      params: ['default', 'Default', clock.nowMs()],
    },
  ];
}

export const READ_EPOCH = `select value from meta where name = 'epoch'`;
