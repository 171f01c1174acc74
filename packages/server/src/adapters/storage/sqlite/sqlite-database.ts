import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Row, SqlReader, SqlValue } from '../sql/executor.ts';
import { sqliteFailure } from './sqlite-failure.ts';

/**
 * synchronous=FULL: a commit returns once the log is on the disk. secure_delete=FAST overwrites
 * what is erased on every page that is written anyway.
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma temp_store = memory;
  pragma cache_size = -16000;
  pragma wal_autocheckpoint = 4000;
  pragma secure_delete = fast;
`;

/**
 * How long SQLite itself waits for another process's lock, with the event loop standing still. The
 * journal waits longer, between attempts, without blocking.
 */
const BUSY_TIMEOUT_MS = 20;

/** One connection, its statements prepared once. */
export class SqliteDatabase implements SqlReader {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param file path, made with its folder when missing, or `:memory:`. @throws AppError `unavailable` when it cannot be opened. */
  constructor(file: string) {
    try {
      if (file !== ':memory:') makeFile(file);
      this.#db = new DatabaseSync(file, {
        timeout: BUSY_TIMEOUT_MS,
        enableForeignKeyConstraints: true,
      });
      this.#db.exec(PRAGMAS);
    } catch (error) {
      throw sqliteFailure(error);
    }
  }

  async all(text: string, params: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.read(text, params);
  }

  read(text: string, params: readonly SqlValue[]): readonly Row[] {
    try {
      return this.#prepared(text).all(...params);
    } catch (error) {
      throw sqliteFailure(error);
    }
  }

  /** @returns the number of rows touched. Throws what node:sqlite throws. */
  run(text: string, params: readonly SqlValue[]): number {
    return Number(this.#prepared(text).run(...params).changes);
  }

  /** Statements without parameters that are not worth preparing. Throws what node:sqlite throws. */
  execute(text: string): void {
    this.#db.exec(text);
  }

  /** Sets how long to wait, standing still, for another process's lock. */
  waitForLocks(ms: number = BUSY_TIMEOUT_MS): void {
    this.#db.exec(`pragma busy_timeout = ${ms}`);
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepared(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    // SQLite counts `$1` as a name; `?1` is the same place in an array of parameters.
    const statement = this.#db.prepare(text.replaceAll(/\$(\d+)/g, '?$1'));
    this.#statements.set(text, statement);
    return statement;
  }
}

/** For its owner only, whatever folder it is in: SQLite gives its log and its index the same mode. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}
