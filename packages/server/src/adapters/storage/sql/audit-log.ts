import type { AuditLog, StoredAudit } from '../../../domain/audit/ports.ts';
import type { Page, PageRequest } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { numericKey, toPage } from './paging.ts';
import { integer, oneOf, text, textOrNull } from './row.ts';

export const AUDIT_COLUMNS = `seq, id, org, actor, source, trace_id, at_ms, action, target, outcome,
  reason, hash`;

const OUTCOMES = ['allowed', 'refused', 'failed'] as const;

const LIST = `select ${AUDIT_COLUMNS} from audit where org = $1 and seq < $2
  order by seq desc limit $3`;

export class SqlAuditLog implements AuditLog {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  /** Newest first. */
  async list(org: string, page: PageRequest): Promise<Page<StoredAudit>> {
    const before = page.after === undefined ? Number.MAX_SAFE_INTEGER : numericKey(page.after);
    const rows = await this.#db.all(LIST, [org, before, page.limit + 1]);
    const { items, next } = toPage(rows, page.limit, (row) => String(integer(row, 'seq')));
    return { items: items.map(parseAudit), next };
  }
}

function parseAudit(row: Row): StoredAudit {
  const reason = textOrNull(row, 'reason');
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    actor: text(row, 'actor'),
    source: text(row, 'source'),
    atMs: integer(row, 'at_ms'),
    action: text(row, 'action'),
    target: text(row, 'target'),
    outcome: oneOf(row, 'outcome', OUTCOMES),
    ...(reason === null ? {} : { reason }),
  };
}
