import {
  parseTrunkSettings,
  type Trunk,
  type TrunkRepository,
  trunkSettingsToJson,
} from '../../../domain/telephony/index.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { bytes, integer, jsonObject, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = 'org, id, version, settings, sealed_password, created_at_ms, updated_at_ms';

const INSERT = `insert into trunks (org, id, version, name, settings, sealed_password,
  created_at_ms, updated_at_ms) values ($1, $2, 1, $3, $4, $5, $6, $7)`;

const UPDATE = `update trunks set version = $3, name = $4, settings = $5, sealed_password = $6,
  updated_at_ms = $7 where org = $1 and id = $2 and version = $3 - 1`;

export class SqlTrunkRepository implements TrunkRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async find(org: string, id: string): Promise<Trunk | undefined> {
    const [trunk] = await this.#read('where org = $1 and id = $2', [org, id]);
    return trunk;
  }

  listAll(): Promise<readonly Trunk[]> {
    return this.#read('order by id', []);
  }

  async list(org: string, page: PageRequest): Promise<Page<Trunk>> {
    const range = [org, page.after ?? '', page.limit + 1];
    const trunks = await this.#read('where org = $1 and id > $2 order by id limit $3', range);
    return toPage(trunks, page.limit, ({ id }) => id);
  }

  put({ org, id, version, settings, sealedPassword, ...trunk }: Trunk): Write {
    const json = JSON.stringify(trunkSettingsToJson(settings));
    if (version === 1) {
      const times = [trunk.createdAtMs, trunk.updatedAtMs];
      const params = [org, id, settings.name, json, sealedPassword, ...times];
      return new SqlWrite({ text: INSERT, params });
    }
    const params = [org, id, version, settings.name, json, sealedPassword, trunk.updatedAtMs];
    return new SqlWrite({ text: UPDATE, params, expectRows: 1 });
  }

  remove(org: string, id: string): Write {
    return new SqlWrite({
      text: 'delete from trunks where org = $1 and id = $2',
      params: [org, id],
    });
  }

  async #read(rest: string, params: readonly (string | number)[]): Promise<readonly Trunk[]> {
    const rows = await this.#db.all(`select ${COLUMNS} from trunks ${rest}`, params);
    return rows.map(parseTrunk);
  }
}

function parseTrunk(row: Row): Trunk {
  return {
    org: text(row, 'org'),
    id: text(row, 'id'),
    version: integer(row, 'version'),
    settings: parseTrunkSettings(jsonObject(row, 'settings')),
    sealedPassword: row.sealed_password === null ? null : bytes(row, 'sealed_password'),
    createdAtMs: integer(row, 'created_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}
