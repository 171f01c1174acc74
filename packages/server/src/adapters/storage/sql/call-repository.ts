import type { Call } from '../../../domain/calls/call.ts';
import type { CallRepository } from '../../../domain/calls/ports.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import { CallMemberStatements, membersOf } from './call-members.ts';
import { CALL_COLUMNS, parseCall } from './call-row.ts';
import { type Dialect, FROM_NEWEST, ListQuery, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { text } from './row.ts';
import { type SqlStatement, SqlWrite } from './sql-write.ts';

const FIND = `select ${CALL_COLUMNS} from calls c where c.org = $1 and c.id = $2`;

const LIST_ACTIVE_OF_ALL = `select ${CALL_COLUMNS} from calls c
  where (c.org, c.id) in (select org, call_id from active_call_members) order by c.org, c.id`;

const LISTS = {
  active: `select ${CALL_COLUMNS} from calls c where c.org = $1 and c.id < $2
    and c.id in (select call_id from active_call_members where org = $1) order by c.id desc limit $3`,
  ended: `select ${CALL_COLUMNS} from calls c where c.org = $1 and c.id < $2 and c.status = 'ended'
    order by c.id desc limit $3`,
};

const listOfMember = (table: string) => `select ${CALL_COLUMNS} from ${table} m
  join calls c on c.org = m.org and c.id = m.call_id
  where m.org = $1 and m.call_id < $2 and m.user_id = $4 order by m.call_id desc limit $3`;

const MEMBER_LISTS = {
  active: listOfMember('active_call_members'),
  ended: listOfMember('ended_call_members'),
};

const INSERT = `insert into calls (org, id, version, caller_id, created_by, call_type, status,
  end_reason, legs, metadata, timeout_s, room_id, created_at_ms, answered_at_ms, ended_at_ms, updated_at_ms,
  media) values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  on conflict (org, id) do nothing`;

const UPDATE = `update calls set version = $3, call_type = $4, status = $5, end_reason = $6,
  legs = $7, metadata = $8, timeout_s = $9, room_id = $10, answered_at_ms = $11,
  ended_at_ms = $12, updated_at_ms = $13, media = $14
  where org = $1 and id = $2 and version = $3 - 1`;

export class SqlCallRepository implements CallRepository {
  readonly #db: SqlReader;
  readonly #conversing: ListQuery;
  readonly #members = new CallMemberStatements();

  constructor(db: SqlReader, dialect: Dialect) {
    this.#db = db;
    this.#conversing = new ListQuery(
      dialect,
      '$2',
      (condition) => `select distinct user_id from active_call_members
        where org = $1 and in_conversation = 1 and user_id ${condition}`,
    );
  }

  async find(org: string, id: string): Promise<Call | undefined> {
    const rows = await this.#db.all(FIND, [org, id]);
    return rows[0] === undefined ? undefined : parseCall(rows[0]);
  }

  async list(
    org: string,
    filter: { readonly memberId?: string; readonly state: 'active' | 'ended' },
    page: PageRequest,
  ): Promise<Page<Call>> {
    const { memberId, state } = filter;
    const range = [org, page.after ?? FROM_NEWEST, page.limit + 1];
    const rows = await (memberId === undefined
      ? this.#db.all(LISTS[state], range)
      : this.#db.all(MEMBER_LISTS[state], [...range, memberId]));
    return toPage(rows.map(parseCall), page.limit, (call) => call.id);
  }

  async listAllActive(): Promise<readonly Call[]> {
    return (await this.#db.all(LIST_ACTIVE_OF_ALL, [])).map(parseCall);
  }

  async usersInConversation(org: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { text: sql, param } = this.#conversing.of(userIds);
    const rows = await this.#db.all(sql, [org, param]);
    return new Set(rows.map((row) => text(row, 'user_id')));
  }

  put(call: Call): Write {
    const members = membersOf(call);
    const ended = call.status === 'ended';
    if (call.version === 1) {
      return new SqlWrite(
        insertCall(call),
        ended ? this.#members.remember(call, members) : this.#members.putActive(call, members),
      );
    }
    if (!ended) return new SqlWrite(updateCall(call), this.#members.putActive(call, members));
    return new SqlWrite(
      updateCall(call),
      this.#members.removeActive(call, members),
      this.#members.remember(call, members),
    );
  }
}

function insertCall(call: Call): SqlStatement {
  return {
    text: INSERT,
    params: [
      ...[
        call.org,
        call.id,
        call.callerId,
        call.createdBy,
        call.callType,
        call.status,
        call.endReason,
      ],
      ...[JSON.stringify(call.legs), JSON.stringify(call.metadata), call.timeoutS, call.roomId],
      ...[call.createdAtMs, call.answeredAtMs, call.endedAtMs, call.updatedAtMs, call.media],
    ],
    expectRows: 1,
  };
}

function updateCall(call: Call): SqlStatement {
  return {
    text: UPDATE,
    params: [
      ...[call.org, call.id, call.version, call.callType, call.status, call.endReason],
      ...[JSON.stringify(call.legs), JSON.stringify(call.metadata), call.timeoutS, call.roomId],
      ...[call.answeredAtMs, call.endedAtMs, call.updatedAtMs, call.media],
    ],
    expectRows: 1,
  };
}
