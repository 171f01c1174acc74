import type { RecordedEvent } from '../../../kernel/index.ts';
import { chainHash } from './chain.ts';
import type { SqlValue } from './executor.ts';
import type { Heads } from './heads.ts';
import type { PreparedAudit, PreparedChange, PreparedEvent } from './prepared-change.ts';

/** The columns that an event's hash covers, in the order in which it covers them. */
export const CHAINED_EVENT_COLUMNS = [
  'position',
  'id',
  'org',
  'stream',
  'seq',
  'type',
  'actor',
  'source',
  'trace_id',
  'at_ms',
  'data',
  'personal_hashes',
] as const;

export const CHAINED_AUDIT_COLUMNS = [
  'org',
  'seq',
  'id',
  'actor',
  'source',
  'trace_id',
  'at_ms',
  'action',
  'target',
  'outcome',
  'reason',
] as const;

const INSERT_EVENT = `insert into events (${CHAINED_EVENT_COLUMNS.join(', ')}, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const INSERT_PERSONAL = `insert into personal_values
  (org, stream, seq, field, type, subject, salt, value) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const INSERT_AUDIT = `insert into audit (${CHAINED_AUDIT_COLUMNS.join(', ')}, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

type Run = (text: string, params: readonly SqlValue[]) => void;

/**
 * Numbers the events and audit records of a change whose writes have succeeded, links them into the
 * hash chains and hands their inserts to `run`.
 */
export function recordChange(
  change: PreparedChange,
  heads: Heads,
  run: Run,
): readonly RecordedEvent[] {
  for (const audit of change.audits) recordAudit(audit, heads, run);
  return change.events.map((event) => recordEvent(event, heads, run));
}

function recordEvent(event: PreparedEvent, heads: Heads, run: Run): RecordedEvent {
  const { id, org, stream, type, actor, source, traceId, atMs, data, personal } = event;
  const position = heads.nextPosition();
  const seq = heads.nextSeq(org, stream);
  const cells: (string | number | null)[] = [
    position,
    id,
    org,
    stream,
    seq,
    type,
    actor,
    source,
    traceId ?? null,
    atMs,
    event.dataText,
    event.personalHashes,
  ];
  const hash = chainHash(heads.eventHash(org), cells);
  heads.setEventHash(org, hash);
  cells.push(hash);
  run(INSERT_EVENT, cells);
  for (const { field, subject, salt, value } of event.personalRows) {
    run(INSERT_PERSONAL, [org, stream, seq, field, type, subject, salt, value]);
  }
  const recorded = { id, org, position, stream, seq, type, data, personal, actor, source, atMs };
  return traceId === undefined ? recorded : { ...recorded, traceId };
}

function recordAudit(audit: PreparedAudit, heads: Heads, run: Run): void {
  const { id, org, actor, source, traceId, atMs, action, target, outcome, reason } = audit;
  const before = heads.auditHead(org);
  const seq = before.seq + 1;
  const origin = [org, seq, id, actor, source, traceId ?? null, atMs];
  const cells = [...origin, action, target, outcome, reason ?? null];
  const hash = chainHash(before.hash, cells);
  heads.setAuditHead(org, { seq, hash });
  run(INSERT_AUDIT, [...cells, hash]);
}
