import type { ApiKey, ApiKeyRepository } from '../../../domain/identity/ports.ts';
import {
  GRANTS,
  type Grant,
  type Page,
  type PageRequest,
  type Write,
} from '../../../kernel/index.ts';
import { FROM_NEWEST, type Row, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { integer, integerOrNull, text, textArray } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = 'id, org, name, secret_hash, grants, created_at_ms, revoked_at_ms';

const LIST = `select ${COLUMNS} from api_keys where org = $1 and id < $2
  order by id desc limit $3`;

const INSERT = `insert into api_keys (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`;

export class SqlApiKeyRepository implements ApiKeyRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async find(id: string): Promise<ApiKey | undefined> {
    const rows = await this.#db.all(`select ${COLUMNS} from api_keys where id = $1`, [id]);
    return rows[0] === undefined ? undefined : parseApiKey(rows[0]);
  }

  /** Newest first. */
  async list(org: string, page: PageRequest): Promise<Page<ApiKey>> {
    const rows = await this.#db.all(LIST, [org, page.after ?? FROM_NEWEST, page.limit + 1]);
    return toPage(rows.map(parseApiKey), page.limit, (key) => key.id);
  }

  add(key: ApiKey): Write {
    const { id, org, name, secretHash, grants, createdAtMs, revokedAtMs } = key;
    const params = [id, org, name, secretHash, JSON.stringify(grants), createdAtMs, revokedAtMs];
    return new SqlWrite({ text: INSERT, params });
  }

  /** A key that has been revoked before keeps its first time. */
  revoke(org: string, id: string, atMs: number): Write {
    return new SqlWrite({
      text: `update api_keys set revoked_at_ms = $3
        where org = $1 and id = $2 and revoked_at_ms is null`,
      params: [org, id, atMs],
    });
  }
}

function parseApiKey(row: Row): ApiKey {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    name: text(row, 'name'),
    secretHash: text(row, 'secret_hash'),
    grants: textArray(row, 'grants').filter(isGrant),
    createdAtMs: integer(row, 'created_at_ms'),
    revokedAtMs: integerOrNull(row, 'revoked_at_ms'),
  };
}

/** A grant that this version does not know gives nothing. */
function isGrant(value: string): value is Grant {
  return GRANTS.some((grant) => grant === value);
}
