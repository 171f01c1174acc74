import { setTimeout as delay } from 'node:timers/promises';
import { AppError, type RecordedEvent, VersionConflict } from '../../../kernel/index.ts';
import { CHAIN_START } from '../sql/chain.ts';
import { LAST_AUDIT, LAST_EVENT_HASH, LAST_POSITION, STREAM_HEAD } from '../sql/event-log.ts';
import { type HeadSource, Heads } from '../sql/heads.ts';
import type { PreparedChange } from '../sql/prepared-change.ts';
import { recordChange } from '../sql/record-change.ts';
import { integer, text } from '../sql/row.ts';
import type { GroupCommitter, Outcome } from '../sql/sql-journal.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { isBusy, sqliteFailure } from './sqlite-failure.ts';

/** Another process may hold the writer's lock; attempts are this far apart. */
const BUSY_RETRY_MS = 5;
const BUSY_ATTEMPTS = 400;

/**
 * One transaction a group, synchronous from BEGIN to COMMIT, so that no read sees the middle of it.
 * A group is first written without savepoints, which cost a copy of every page they touch; only
 * when a change in it fails is the group rolled back and written again with one savepoint each.
 */
export class SqliteCommitter implements GroupCommitter {
  readonly #db: SqliteDatabase;
  readonly #heads: Heads;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    this.#heads = new Heads(headSource(db));
  }

  async commitGroup(group: readonly PreparedChange[]): Promise<readonly Outcome[]> {
    for (let attempt = 1; !this.#begin(); attempt += 1) {
      if (attempt === BUSY_ATTEMPTS) throw new AppError('unavailable');
      await delay(BUSY_RETRY_MS);
    }
    try {
      this.#heads.begin(lastPosition(this.#db));
      return this.#finish(group.map((change) => ({ events: this.#apply(change) })));
    } catch (error) {
      this.#rollBack();
      if (group.length === 1) return [{ failure: sqliteFailure(error) }];
    }
    return this.#commitOneByOne(group);
  }

  /** The lock was free a moment ago: SQLite's own busy timeout is enough here. */
  #commitOneByOne(group: readonly PreparedChange[]): readonly Outcome[] {
    if (!this.#begin()) throw new AppError('unavailable');
    try {
      this.#heads.begin(lastPosition(this.#db));
      return this.#finish(group.map((change) => this.#applyAlone(change)));
    } catch (error) {
      this.#rollBack();
      throw sqliteFailure(error);
    }
  }

  /** @returns false when another process holds the lock. */
  #begin(): boolean {
    try {
      this.#db.run('begin immediate', []);
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw sqliteFailure(error);
    }
  }

  #finish(outcomes: readonly Outcome[]): readonly Outcome[] {
    this.#db.run('commit', []);
    return outcomes;
  }

  #rollBack(): void {
    this.#heads.forget();
    // After some failures (a full disk) SQLite has rolled back by itself.
    if (this.#db.inTransaction) this.#db.run('rollback', []);
  }

  #apply(change: PreparedChange): readonly RecordedEvent[] {
    for (const { text: sql, params, expectRows } of change.statements) {
      const touched = this.#db.run(sql, params);
      if (expectRows !== undefined && touched !== expectRows) throw new VersionConflict();
    }
    return recordChange(change, this.#heads, (sql, params) => this.#db.run(sql, params));
  }

  #applyAlone(change: PreparedChange): Outcome {
    this.#db.run('savepoint change', []);
    try {
      const events = this.#apply(change);
      this.#db.run('release change', []);
      return { events };
    } catch (error) {
      this.#db.run('rollback to change', []);
      this.#db.run('release change', []);
      this.#heads.forget();
      this.#heads.begin(lastPosition(this.#db));
      return { failure: sqliteFailure(error) };
    }
  }
}

function lastPosition(db: SqliteDatabase): number {
  const row = db.read(LAST_POSITION, [])[0];
  return row === undefined ? 0 : integer(row, 'last');
}

function headSource(db: SqliteDatabase): HeadSource {
  return {
    streamSeq: (org, stream) => {
      const row = db.read(STREAM_HEAD, [org, stream])[0];
      return row === undefined ? 0 : integer(row, 'last');
    },
    eventHash: (org) => {
      const row = db.read(LAST_EVENT_HASH, [org])[0];
      return row === undefined ? CHAIN_START : text(row, 'hash');
    },
    auditHead: (org) => {
      const row = db.read(LAST_AUDIT, [org])[0];
      return row === undefined
        ? { seq: 0, hash: CHAIN_START }
        : { seq: integer(row, 'seq'), hash: text(row, 'hash') };
    },
  };
}
