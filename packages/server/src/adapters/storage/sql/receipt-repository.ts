import type { Receipt, ReceiptRepository } from '../../../domain/identity/ports.ts';
import type { Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { bytes, integer, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = 'org, owner, key, request_hash, status, sealed_body, created_at_ms';

const FIND = `select ${COLUMNS} from receipts where org = $1 and owner = $2 and key = $3`;

export class SqlReceiptRepository implements ReceiptRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async find(org: string, owner: string, key: string): Promise<Receipt | undefined> {
    const rows = await this.#db.all(FIND, [org, owner, key]);
    return rows[0] === undefined ? undefined : parseReceipt(rows[0]);
  }

  add(receipt: Receipt): Write {
    const { org, owner, key, requestHash, status, sealedBody, createdAtMs } = receipt;
    return new SqlWrite({
      text: `insert into receipts (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`,
      params: [org, owner, key, requestHash, status, sealedBody, createdAtMs],
    });
  }

  removeOlderThan(createdBeforeMs: number): Write {
    return new SqlWrite({
      text: 'delete from receipts where created_at_ms < $1',
      params: [createdBeforeMs],
    });
  }
}

function parseReceipt(row: Row): Receipt {
  return {
    org: text(row, 'org'),
    owner: text(row, 'owner'),
    key: text(row, 'key'),
    requestHash: text(row, 'request_hash'),
    status: integer(row, 'status'),
    sealedBody: bytes(row, 'sealed_body'),
    createdAtMs: integer(row, 'created_at_ms'),
  };
}
