import {
  DEVICE_KINDS,
  type Device,
  type DeviceChange,
  type DeviceRepository,
  SRTP_MODES,
} from '../../../domain/telephony/index.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { bytes, integer, oneOf, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = `org, id, user_id, username, name, kind, sealed_password, created_at_ms,
  updated_at_ms, srtp`;

export class SqlDeviceRepository implements DeviceRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async find(org: string, id: string): Promise<Device | undefined> {
    const [device] = await this.#read('org = $1 and id = $2', [org, id]);
    return device;
  }

  async findByUsername(username: string): Promise<Device | undefined> {
    const [device] = await this.#read('username = $1', [username]);
    return device;
  }

  ofUser(org: string, userId: string): Promise<readonly Device[]> {
    return this.#read('org = $1 and user_id = $2 order by id', [org, userId]);
  }

  async list(
    org: string,
    { userId }: { readonly userId?: string },
    page: PageRequest,
  ): Promise<Page<Device>> {
    const range = [org, page.after ?? '', page.limit + 1];
    const devices =
      userId === undefined
        ? await this.#read('org = $1 and id > $2 order by id limit $3', range)
        : await this.#read('org = $1 and id > $2 and user_id = $4 order by id limit $3', [
            ...range,
            userId,
          ]);
    return toPage(devices, page.limit, ({ id }) => id);
  }

  add(device: Device): Write {
    const { org, id, userId, username, name, kind, sealedPassword, createdAtMs } = device;
    return new SqlWrite({
      text: `insert into devices (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      params: [
        ...[org, id, userId, username, name, kind, sealedPassword, createdAtMs],
        ...[device.updatedAtMs, device.srtp],
      ],
    });
  }

  change(
    { org, id, updatedAtMs }: Pick<Device, 'org' | 'id' | 'updatedAtMs'>,
    { name, srtp }: DeviceChange,
  ): Write {
    return new SqlWrite({
      text: `update devices set name = coalesce($3, name), srtp = coalesce($4, srtp), updated_at_ms = $5
        where org = $1 and id = $2`,
      params: [org, id, name ?? null, srtp ?? null, updatedAtMs],
      expectRows: 1,
    });
  }

  setPassword({ org, id, sealedPassword, updatedAtMs }: Device): Write {
    return new SqlWrite({
      text: 'update devices set sealed_password = $3, updated_at_ms = $4 where org = $1 and id = $2',
      params: [org, id, sealedPassword, updatedAtMs],
      expectRows: 1,
    });
  }

  remove(org: string, id: string): Write {
    return new SqlWrite({
      text: 'delete from devices where org = $1 and id = $2',
      params: [org, id],
    });
  }

  async #read(condition: string, params: readonly (string | number)[]): Promise<readonly Device[]> {
    const rows = await this.#db.all(`select ${COLUMNS} from devices where ${condition}`, params);
    return rows.map(parseDevice);
  }
}

function parseDevice(row: Row): Device {
  return {
    org: text(row, 'org'),
    id: text(row, 'id'),
    userId: text(row, 'user_id'),
    username: text(row, 'username'),
    name: text(row, 'name'),
    kind: oneOf(row, 'kind', DEVICE_KINDS),
    srtp: oneOf(row, 'srtp', SRTP_MODES),
    sealedPassword: bytes(row, 'sealed_password'),
    createdAtMs: integer(row, 'created_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}
