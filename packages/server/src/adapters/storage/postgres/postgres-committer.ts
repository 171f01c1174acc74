import { AppError, type RecordedEvent, VersionConflict } from '../../../kernel/index.ts';
import type { SqlValue } from '../sql/executor.ts';
import type { Heads } from '../sql/heads.ts';
import type { PreparedChange } from '../sql/prepared-change.ts';
import { recordChange } from '../sql/record-change.ts';
import type { GroupCommitter, Outcome } from '../sql/sql-journal.ts';
import type { PostgresDatabase, QueryResult, Send } from './postgres-database.ts';
import { readHeads } from './read-heads.ts';

/** The channel that tells other servers of the last position committed. */
export const CHANNEL = 'sge_events';

/** Any constant that nobody else uses on this database. */
const WRITER_LOCK = 'select pg_advisory_xact_lock(7305426197)';

/**
 * One transaction a group, under a lock that all servers share until they have committed: positions
 * are given in the order of commit, so whoever polls the log by position misses nothing.
 *
 * Statements are sent ahead: a group costs two round trips. Only when a change in it fails is it
 * rolled back and written again with one savepoint a change.
 */
export class PostgresCommitter implements GroupCommitter {
  readonly #db: PostgresDatabase;

  constructor(db: PostgresDatabase) {
    this.#db = db;
  }

  commitGroup(group: readonly PreparedChange[]): Promise<readonly Outcome[]> {
    return this.#db.withWriter(async (send) => {
      const opened = open(send, group);
      const [heads, failures] = await Promise.all([opened, writeAll(send, group)]);
      if (failures.every((failure) => failure === null))
        return record(send, group, failures, heads);
      await send('rollback');
      if (group.length === 1) return [{ failure: failures[0] }];
      return commitOneByOne(send, group);
    });
  }
}

/** Begins, waits for the lock and reads where numbering stands. */
async function open(send: Send, group: readonly PreparedChange[]): Promise<Heads> {
  const [, , heads] = await Promise.all([send('begin'), send(WRITER_LOCK), readHeads(send, group)]);
  return heads;
}

/** @returns a failure or null for each change. @throws when the database is unavailable. */
async function writeAll(send: Send, group: readonly PreparedChange[]): Promise<readonly unknown[]> {
  return Promise.all(group.map((change) => write(send, change)));
}

async function write(send: Send, { statements }: PreparedChange): Promise<unknown> {
  const results = await Promise.allSettled(
    statements.map(({ text, params }) => send(text, params)),
  );
  for (const [index, result] of results.entries()) {
    if (result.status === 'rejected') {
      if (result.reason instanceof AppError) throw result.reason;
      return result.reason;
    }
    const { expectRows } = statements[index] ?? {};
    if (expectRows !== undefined && result.value.touched !== expectRows)
      return new VersionConflict();
  }
  return null;
}

async function commitOneByOne(
  send: Send,
  group: readonly PreparedChange[],
): Promise<readonly Outcome[]> {
  const heads = await open(send, group);
  const failures: unknown[] = [];
  for (const change of group) {
    const [, failure] = await Promise.all([send('savepoint change'), write(send, change)]);
    failures.push(failure);
    await send(failure === null ? 'release savepoint change' : 'rollback to savepoint change');
  }
  return record(send, group, failures, heads);
}

/** Numbers the changes that have not failed, writes their events and commits. */
async function record(
  send: Send,
  group: readonly PreparedChange[],
  failures: readonly unknown[],
  heads: Heads,
): Promise<readonly Outcome[]> {
  const sent: Promise<QueryResult>[] = [];
  const insert = (text: string, params: readonly SqlValue[]) => {
    sent.push(send(text, params));
  };
  const outcomes = group.map((change, index): Outcome => {
    const failure = failures[index] ?? null;
    if (failure !== null) return { failure };
    return { events: recordChange(change, heads, insert) };
  });
  const last = lastEvent(outcomes);
  if (last !== undefined) {
    sent.push(send('select pg_notify($1, $2)', [CHANNEL, String(last.position)]));
  }
  const results = await Promise.all([...sent, send('commit')]);
  const committed = results.at(-1)?.command;
  if (committed !== 'COMMIT') throw new Error(`COMMIT was answered by ${committed}`);
  return outcomes;
}

function lastEvent(outcomes: readonly Outcome[]): RecordedEvent | undefined {
  return outcomes.flatMap((outcome) => ('events' in outcome ? outcome.events : [])).at(-1);
}
