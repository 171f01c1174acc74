import type { AuditVerification, BrokenRecord, ChainVerification } from '../storage.ts';
import { AUDIT_COLUMNS } from './audit-log.ts';
import { CHAIN_START, chainHash, personalHash } from './chain.ts';
import { EVENT_COLUMNS, hasPersonal } from './event-row.ts';
import type { Row, SqlReader } from './executor.ts';
import { CHAINED_AUDIT_COLUMNS, CHAINED_EVENT_COLUMNS } from './record-change.ts';
import { integer, jsonObject, text, textOrNull } from './row.ts';

const BATCH = 500;

const EVENTS = `select ${EVENT_COLUMNS} from events
  where org = $1 and position > $2 order by position limit $3`;

const PERSONAL = `select p.field, p.salt, p.value, e.position from events e
  join personal_values p on p.org = e.org and p.stream = e.stream and p.seq = e.seq
  where e.org = $1 and e.position >= $2 and e.position <= $3`;

const AUDITS = `select ${AUDIT_COLUMNS} from audit where org = $1 and seq > $2 order by seq limit $3`;

const INTEGER_COLUMNS: ReadonlySet<string> = new Set(['position', 'seq', 'at_ms']);

/** Recomputes both hash chains of an organisation from their first record. */
export async function verifyAudit(db: SqlReader, org: string): Promise<AuditVerification> {
  const events = await verifyChain({
    read: (after) => db.all(EVENTS, [org, after, BATCH]),
    orderOf: (row) => integer(row, 'position'),
    columns: CHAINED_EVENT_COLUMNS,
    check: (rows) => findForeignPersonal(db, org, rows),
  });
  const audits = await verifyChain({
    read: (after) => db.all(AUDITS, [org, after, BATCH]),
    orderOf: (row) => integer(row, 'seq'),
    columns: CHAINED_AUDIT_COLUMNS,
    check: async () => null,
  });
  return { ok: events.broken === null && audits.broken === null, events, audits };
}

interface Chain {
  readonly read: (after: number) => Promise<readonly Row[]>;
  readonly orderOf: (row: Row) => number;
  readonly columns: readonly string[];
  readonly check: (rows: readonly Row[]) => Promise<BrokenRecord | null>;
}

async function verifyChain(chain: Chain): Promise<ChainVerification> {
  let head = CHAIN_START;
  let after = 0;
  let records = 0;
  for (;;) {
    const rows = await chain.read(after);
    const last = rows.at(-1);
    if (last === undefined) return { records, head, broken: null };
    for (const row of rows) {
      const hash = chainHash(head, chainedCells(row, chain.columns));
      if (hash !== text(row, 'hash')) {
        const broken = { id: text(row, 'id'), order: chain.orderOf(row), reason: 'hash' as const };
        return { records, head, broken };
      }
      head = hash;
      records += 1;
    }
    const broken = await chain.check(rows);
    if (broken !== null) return { records, head, broken };
    after = chain.orderOf(last);
  }
}

/** The columns as they were hashed; PostgreSQL gives its integers as texts. */
function chainedCells(row: Row, columns: readonly string[]): readonly (string | number | null)[] {
  return columns.map((column) =>
    INTEGER_COLUMNS.has(column) ? integer(row, column) : textOrNull(row, column),
  );
}

/** A personal value that is still there must be the one whose hash its event holds. */
async function findForeignPersonal(
  db: SqlReader,
  org: string,
  rows: readonly Row[],
): Promise<BrokenRecord | null> {
  const events = new Map(
    rows.filter(hasPersonal).map((row) => [integer(row, 'position'), row] as const),
  );
  const positions = [...events.keys()];
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return null;
  for (const value of await db.all(PERSONAL, [org, first, last])) {
    const order = integer(value, 'position');
    const event = events.get(order);
    const hash = personalHash(text(value, 'salt'), text(value, 'value'));
    if (event === undefined) return { id: '', order, reason: 'personal_value' };
    if (jsonObject(event, 'personal_hashes')[text(value, 'field')] !== hash) {
      return { id: text(event, 'id'), order, reason: 'personal_value' };
    }
  }
  return null;
}
