import type { SessionRecord, SessionRepository } from '../../../domain/identity/ports.ts';
import type { Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { integer, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = 'id, org, user_id, token_hash, created_at_ms, expires_at_ms';

export class SqlSessionRepository implements SessionRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async findByTokenHash(tokenHash: string): Promise<SessionRecord | undefined> {
    const rows = await this.#db.all(`select ${COLUMNS} from sessions where token_hash = $1`, [
      tokenHash,
    ]);
    return rows[0] === undefined ? undefined : parseSession(rows[0]);
  }

  add(session: SessionRecord): Write {
    const { id, org, userId, tokenHash, createdAtMs, expiresAtMs } = session;
    return new SqlWrite({
      text: `insert into sessions (${COLUMNS}) values ($1, $2, $3, $4, $5, $6)`,
      params: [id, org, userId, tokenHash, createdAtMs, expiresAtMs],
    });
  }

  extend(org: string, id: string, expiresAtMs: number): Write {
    return new SqlWrite({
      text: 'update sessions set expires_at_ms = $3 where org = $1 and id = $2',
      params: [org, id, expiresAtMs],
    });
  }

  remove(org: string, id: string): Write {
    return new SqlWrite({
      text: 'delete from sessions where org = $1 and id = $2',
      params: [org, id],
    });
  }

  removeOfUser(org: string, userId: string): Write {
    return new SqlWrite({
      text: 'delete from sessions where org = $1 and user_id = $2',
      params: [org, userId],
    });
  }

  removeExpired(nowMs: number): Write {
    return new SqlWrite({
      text: 'delete from sessions where expires_at_ms <= $1',
      params: [nowMs],
    });
  }
}

function parseSession(row: Row): SessionRecord {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    userId: text(row, 'user_id'),
    tokenHash: text(row, 'token_hash'),
    createdAtMs: integer(row, 'created_at_ms'),
    expiresAtMs: integer(row, 'expires_at_ms'),
  };
}
