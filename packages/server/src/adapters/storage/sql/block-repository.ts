import type { BlockRepository } from '../../../domain/directory/ports.ts';
import type { Write } from '../../../kernel/index.ts';
import { type Dialect, ListQuery, type SqlReader } from './executor.ts';
import { text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

export class SqlBlockRepository implements BlockRepository {
  readonly #db: SqlReader;
  readonly #blockers: ListQuery;

  constructor(db: SqlReader, dialect: Dialect) {
    this.#db = db;
    this.#blockers = new ListQuery(
      dialect,
      '$3',
      (condition) =>
        `select user_id from blocks where org = $1 and blocked_id = $2 and user_id ${condition}`,
    );
  }

  async blockedBy(org: string, userId: string): Promise<readonly string[]> {
    const rows = await this.#db.all(
      'select blocked_id from blocks where org = $1 and user_id = $2 order by blocked_id',
      [org, userId],
    );
    return rows.map((row) => text(row, 'blocked_id'));
  }

  async blockers(
    org: string,
    blockedId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const { text: sql, param } = this.#blockers.of(userIds);
    const rows = await this.#db.all(sql, [org, blockedId, param]);
    return new Set(rows.map((row) => text(row, 'user_id')));
  }

  add(org: string, userId: string, blockedId: string): Write {
    return new SqlWrite({
      text: `insert into blocks (org, user_id, blocked_id) values ($1, $2, $3)
        on conflict (org, user_id, blocked_id) do nothing`,
      params: [org, userId, blockedId],
    });
  }

  remove(org: string, userId: string, blockedId: string): Write {
    return new SqlWrite({
      text: 'delete from blocks where org = $1 and user_id = $2 and blocked_id = $3',
      params: [org, userId, blockedId],
    });
  }
}
