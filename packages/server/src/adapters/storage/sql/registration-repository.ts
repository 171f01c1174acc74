import {
  type Registration,
  type RegistrationRepository,
  SIP_TRANSPORTS,
} from '../../../domain/telephony/index.ts';
import type { Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { integer, integerOrNull, oneOf, text, textArray, textOrNull } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = `org, device_id, uri, instance_id, reg_id, priority_permille, call_id, sequence, path,
  transport, address, port, product, registered_at_ms, expires_at_ms`;

/** Of a device that is there: its removal may have come between. */
const INSERT = `insert into registrations (${COLUMNS}, place)
  select org, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
  from devices where org = $1 and id = $2`;

export class SqlRegistrationRepository implements RegistrationRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async listAll(): Promise<readonly Registration[]> {
    const order = 'order by org, device_id, place';
    const rows = await this.#db.all(`select ${COLUMNS} from registrations ${order}`, []);
    return rows.map(parseRegistration);
  }

  add(registration: Registration, order: number): Write {
    const { org, deviceId, uri, instanceId, regId, priority, callId, sequence } = registration;
    const { path, source, product, registeredAtMs, expiresAtMs } = registration;
    const flow = [instanceId ?? null, regId ?? null, Math.round(priority * 1000)];
    const from = [source.transport, source.address, source.port, product ?? null];
    return new SqlWrite({
      text: INSERT,
      params: [
        ...[org, deviceId, uri, ...flow, callId, sequence, JSON.stringify(path), ...from],
        ...[registeredAtMs, expiresAtMs, order],
      ],
      expectRows: 1,
    });
  }

  removeOf(org: string, deviceId: string): Write {
    return new SqlWrite({
      text: 'delete from registrations where org = $1 and device_id = $2',
      params: [org, deviceId],
    });
  }

  removeExpired(nowMs: number): Write {
    return new SqlWrite({
      text: 'delete from registrations where expires_at_ms <= $1',
      params: [nowMs],
    });
  }
}

function parseRegistration(row: Row): Registration {
  return {
    org: text(row, 'org'),
    deviceId: text(row, 'device_id'),
    uri: text(row, 'uri'),
    instanceId: textOrNull(row, 'instance_id') ?? undefined,
    regId: integerOrNull(row, 'reg_id') ?? undefined,
    priority: integer(row, 'priority_permille') / 1000,
    callId: text(row, 'call_id'),
    sequence: integer(row, 'sequence'),
    path: textArray(row, 'path'),
    source: {
      transport: oneOf(row, 'transport', SIP_TRANSPORTS),
      address: text(row, 'address'),
      port: integer(row, 'port'),
    },
    product: textOrNull(row, 'product') ?? undefined,
    registeredAtMs: integer(row, 'registered_at_ms'),
    expiresAtMs: integer(row, 'expires_at_ms'),
  };
}
