import type { UserRepository } from '../../../domain/directory/ports.ts';
import type { User } from '../../../domain/directory/user.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import { type Dialect, ListQuery, type Row, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { integer, oneOf, text, textOrNull } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = `org, id, version, display_name, email, role, external_calls, status,
  created_at_ms, updated_at_ms`;
const ROLES = ['user', 'admin'] as const;
const STATUSES = ['active', 'invited', 'disabled'] as const;

const LIST = `select ${COLUMNS} from users where org = $1 and id > $2
  and (search_id like $4 escape '!' or search_name like $4 escape '!' or search_email like $4 escape '!')
  order by id limit $3`;

const ADMINS = `select ${COLUMNS} from users
  where org = $1 and role = 'admin' and status <> 'disabled' order by id`;

const INSERT = `insert into users (org, id, version, display_name, email, role, status,
  created_at_ms, updated_at_ms, search_id, search_name, search_email, external_calls)
  values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const UPDATE = `update users set version = $3, display_name = $4, email = $5, role = $6,
  status = $7, updated_at_ms = $8, search_name = $9, search_email = $10, external_calls = $11
  where org = $1 and id = $2 and version = $3 - 1`;

export class SqlUserRepository implements UserRepository {
  readonly #db: SqlReader;
  readonly #findMany: ListQuery;

  constructor(db: SqlReader, dialect: Dialect) {
    this.#db = db;
    this.#findMany = new ListQuery(
      dialect,
      '$2',
      (condition) => `select ${COLUMNS} from users where org = $1 and id ${condition} order by id`,
    );
  }

  async find(org: string, id: string): Promise<User | undefined> {
    const rows = await this.#db.all(`select ${COLUMNS} from users where org = $1 and id = $2`, [
      org,
      id,
    ]);
    return rows[0] === undefined ? undefined : parseUser(rows[0]);
  }

  async findMany(org: string, ids: readonly string[]): Promise<readonly User[]> {
    const { text: sql, param } = this.#findMany.of(ids);
    return (await this.#db.all(sql, [org, param])).map(parseUser);
  }

  async list(
    org: string,
    filter: { readonly search?: string },
    page: PageRequest,
  ): Promise<Page<User>> {
    const prefix = `${fold(filter.search ?? '').replaceAll(/[!%_]/g, '!$&')}%`;
    const rows = await this.#db.all(LIST, [org, page.after ?? '', page.limit + 1, prefix]);
    return toPage(rows.map(parseUser), page.limit, (user) => user.id);
  }

  async count(org: string): Promise<number> {
    const rows = await this.#db.all('select count(*) as count from users where org = $1', [org]);
    return rows[0] === undefined ? 0 : integer(rows[0], 'count');
  }

  async admins(org: string): Promise<readonly User[]> {
    const rows = await this.#db.all(ADMINS, [org]);
    return rows.map(parseUser);
  }

  put(user: User): Write {
    const { org, id, version, displayName, email, role, status, updatedAtMs } = user;
    const search = [fold(displayName), fold(email ?? '')];
    const outside = user.externalCalls ? 1 : 0;
    if (version === 1) {
      const times = [user.createdAtMs, updatedAtMs];
      const told = [org, id, displayName, email, role, status, ...times, fold(id), ...search];
      return new SqlWrite({ text: INSERT, params: [...told, outside] });
    }
    const told = [org, id, version, displayName, email, role, status, updatedAtMs, ...search];
    const params = [...told, outside];
    return new SqlWrite({ text: UPDATE, params, expectRows: 1 });
  }
}

/** Letters compared without case, accents of other alphabets included: SQL's `lower` is ASCII only. */
function fold(value: string): string {
  return value.normalize('NFC').toLowerCase();
}

function parseUser(row: Row): User {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    version: integer(row, 'version'),
    displayName: text(row, 'display_name'),
    email: textOrNull(row, 'email'),
    role: oneOf(row, 'role', ROLES),
    externalCalls: integer(row, 'external_calls') === 1,
    status: oneOf(row, 'status', STATUSES),
    createdAtMs: integer(row, 'created_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}
