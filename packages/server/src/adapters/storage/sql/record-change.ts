import type { RecordedEvent } from '../../../kernel/index.ts';
import { chainHash } from './chain.ts';
import type { SqlValue } from './executor.ts';
import type { Heads } from './heads.ts';
import type { PreparedAudit, PreparedChange, PreparedEvent } from './prepared-change.ts';

const INSERT_EVENT = `insert into events
  (position, id, org, stream, seq, type, actor, source, trace_id, at_ms, data, personal_hashes, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const INSERT_PERSONAL = `insert into personal_values
  (org, stream, seq, field, type, subject, salt, value) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const INSERT_AUDIT = `insert into audit
  (org, seq, id, actor, source, trace_id, at_ms, action, target, outcome, reason, hash)
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
  const { id, org, stream, type, actor, source, atMs, data, personal } = event;
  const position = heads.nextPosition();
  const seq = heads.nextSeq(org, stream);
  const hash = eventChainHash(heads.eventHash(org), {
    ...{ position, id, org, stream, seq, type, actor, source, atMs },
    ...{ traceId: event.traceId ?? null, dataText: event.dataText },
    personalHashes: event.personalHashes,
  });
  heads.setEventHash(org, hash);
  run(INSERT_EVENT, [
    ...[position, id, org, stream, seq, type, actor, source, event.traceId ?? null, atMs],
    ...[event.dataText, event.personalHashes, hash],
  ]);
  for (const { field, subject, salt, value } of event.personalRows) {
    run(INSERT_PERSONAL, [org, stream, seq, field, type, subject, salt, value]);
  }
  const recorded = { id, org, position, stream, seq, type, data, personal, actor, source, atMs };
  return event.traceId === undefined ? recorded : { ...recorded, traceId: event.traceId };
}

/** An event as its hash covers it; also what the verification reads back. */
export interface ChainedEvent {
  readonly position: number;
  readonly id: string;
  readonly org: string;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly actor: string;
  readonly source: string;
  readonly atMs: number;
  readonly traceId: string | null;
  readonly dataText: string;
  readonly personalHashes: string | null;
}

export function eventChainHash(previous: string, event: ChainedEvent): string {
  const { position, id, org, stream, seq, type, actor, source, atMs, dataText } = event;
  const traceId = event.traceId ?? '';
  const hashes = event.personalHashes ?? '';
  const origin = [position, id, org, stream, seq, type, actor, source, atMs, traceId];
  return chainHash(previous, [...origin, dataText, hashes]);
}

function recordAudit(audit: PreparedAudit, heads: Heads, run: Run): void {
  const { id, org, actor, source, atMs, action, target, outcome } = audit;
  const traceId = audit.traceId ?? null;
  const reason = audit.reason ?? null;
  const before = heads.auditHead(org);
  const seq = before.seq + 1;
  const chained = { seq, id, org, actor, source, atMs, traceId, action, target, outcome, reason };
  const hash = auditChainHash(before.hash, chained);
  heads.setAuditHead(org, { seq, hash });
  run(INSERT_AUDIT, [
    ...[org, seq, id, actor, source, traceId, atMs],
    ...[action, target, outcome, reason, hash],
  ]);
}

export interface ChainedAudit {
  readonly seq: number;
  readonly id: string;
  readonly org: string;
  readonly actor: string;
  readonly source: string;
  readonly atMs: number;
  readonly traceId: string | null;
  readonly action: string;
  readonly target: string;
  readonly outcome: string;
  readonly reason: string | null;
}

export function auditChainHash(previous: string, audit: ChainedAudit): string {
  const { seq, id, org, actor, source, atMs, action, target, outcome } = audit;
  const traceId = audit.traceId ?? '';
  const reason = audit.reason ?? '';
  return chainHash(previous, [
    ...[seq, id, org, actor, source, atMs, traceId],
    ...[action, target, outcome, reason],
  ]);
}
