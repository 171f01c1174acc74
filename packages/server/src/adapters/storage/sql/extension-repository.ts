import {
  type Extension,
  type ExtensionRepository,
  SPOKEN_LANGUAGES,
} from '../../../domain/telephony/index.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import { type Dialect, ListQuery, type Row, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { integer, oneOf, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS =
  'org, number, user_id, room_id, dial_in, language, display_name, created_at_ms, updated_at_ms';

export class SqlExtensionRepository implements ExtensionRepository {
  readonly #db: SqlReader;
  readonly #findMany: ListQuery;

  constructor(db: SqlReader, dialect: Dialect) {
    this.#db = db;
    this.#findMany = new ListQuery(
      dialect,
      '$2',
      (condition) => `select ${COLUMNS} from extensions where org = $1 and number ${condition}`,
    );
  }

  async findMany(org: string, numbers: readonly string[]): Promise<readonly Extension[]> {
    const { text: sql, param } = this.#findMany.of(numbers);
    return (await this.#db.all(sql, [org, param])).map(parseExtension);
  }

  async ofUser(org: string, userId: string): Promise<readonly Extension[]> {
    const rows = await this.#db.all(
      `select ${COLUMNS} from extensions where org = $1 and user_id = $2 order by number`,
      [org, userId],
    );
    return rows.map(parseExtension);
  }

  async entrances(org: string): Promise<readonly Extension[]> {
    const rows = await this.#db.all(
      `select ${COLUMNS} from extensions where org = $1 and dial_in = 1 order by number`,
      [org],
    );
    return rows.map(parseExtension);
  }

  async list(org: string, page: PageRequest): Promise<Page<Extension>> {
    const rows = await this.#db.all(
      `select ${COLUMNS} from extensions where org = $1 and number > $2 order by number limit $3`,
      [org, page.after ?? '', page.limit + 1],
    );
    return toPage(rows.map(parseExtension), page.limit, ({ number }) => number);
  }

  add({ org, number, target, language, displayName, ...times }: Extension): Write {
    const userId = target.kind === 'user' ? target.userId : null;
    const roomId = target.kind === 'room' ? target.roomId : null;
    const dialIn = target.kind === 'dial_in' ? 1 : 0;
    const leadsTo = [org, number, userId, roomId, dialIn, language];
    return new SqlWrite({
      text: `insert into extensions (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      params: [...leadsTo, displayName, times.createdAtMs, times.updatedAtMs],
    });
  }

  remove(org: string, number: string): Write {
    return new SqlWrite({
      text: 'delete from extensions where org = $1 and number = $2',
      params: [org, number],
    });
  }
}

function parseExtension(row: Row): Extension {
  return {
    org: text(row, 'org'),
    number: text(row, 'number'),
    target: parseTarget(row),
    language: row.language === null ? null : oneOf(row, 'language', SPOKEN_LANGUAGES),
    displayName: text(row, 'display_name'),
    createdAtMs: integer(row, 'created_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}

function parseTarget(row: Row): Extension['target'] {
  if (integer(row, 'dial_in') === 1) return { kind: 'dial_in' };
  return row.user_id === null
    ? { kind: 'room', roomId: text(row, 'room_id') }
    : { kind: 'user', userId: text(row, 'user_id') };
}
