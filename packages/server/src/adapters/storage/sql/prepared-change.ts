import type {
  AuditRecord,
  Change,
  Clock,
  Json,
  JsonObject,
  NewEvent,
  Scope,
} from '../../../kernel/index.ts';
import { newId } from '../../../kernel/index.ts';
import { personalHash, type SaltSource } from './chain.ts';
import { type SqlStatement, statementsOf } from './sql-write.ts';

export interface PreparedPersonal {
  readonly field: string;
  readonly salt: string;
  readonly subject: string | null;
  /** JSON text. */
  readonly value: string;
}

/** An event with all that can be known before it is numbered. */
export interface PreparedEvent {
  readonly id: string;
  readonly org: string;
  readonly stream: string;
  readonly type: string;
  readonly actor: string;
  readonly source: string;
  readonly traceId: string | undefined;
  readonly atMs: number;
  readonly data: JsonObject;
  readonly dataText: string;
  readonly personal: Readonly<Record<string, Json>>;
  /** JSON object of the salted hashes by field; null without personal values. */
  readonly personalHashes: string | null;
  readonly personalRows: readonly PreparedPersonal[];
}

export interface PreparedAudit extends AuditRecord {
  readonly id: string;
  readonly org: string;
  readonly actor: string;
  readonly source: string;
  readonly traceId: string | undefined;
  readonly atMs: number;
}

export interface PreparedChange {
  readonly statements: readonly SqlStatement[];
  readonly events: readonly PreparedEvent[];
  readonly audits: readonly PreparedAudit[];
}

const NOTHING_PERSONAL = { personal: {}, personalHashes: null, personalRows: [] };
const NO_AUDITS: readonly PreparedAudit[] = [];

/** Serialises and hashes before the transaction, so that the lock is held for the writing only. */
export function prepareChange(change: Change, clock: Clock, salts: SaltSource): PreparedChange {
  const atMs = clock.nowMs();
  const { scope, writes } = change;
  const first = writes[0];
  return {
    statements:
      writes.length === 1 && first !== undefined
        ? statementsOf(first)
        : writes.flatMap((write) => statementsOf(write)),
    events: change.events.map((event) => prepareEvent(event, scope, atMs, salts)),
    audits: change.audits?.map((record) => prepareAudit(record, scope, atMs)) ?? NO_AUDITS,
  };
}

function prepareEvent(
  event: NewEvent,
  scope: Scope,
  atMs: number,
  salts: SaltSource,
): PreparedEvent {
  const personal =
    event.personal === undefined ? NOTHING_PERSONAL : preparePersonal(event.personal, salts);
  return {
    id: newId('evt', atMs),
    org: scope.org,
    stream: event.stream,
    type: event.type,
    actor: actorOf(scope),
    source: scope.source,
    traceId: scope.traceId,
    atMs,
    data: event.data,
    dataText: JSON.stringify(event.data),
    personal: personal.personal,
    personalHashes: personal.personalHashes,
    personalRows: personal.personalRows,
  };
}

function preparePersonal(values: NonNullable<NewEvent['personal']>, salts: SaltSource) {
  const personal: Record<string, Json> = {};
  const hashes: Record<string, string> = {};
  const personalRows: PreparedPersonal[] = [];
  for (const field of Object.keys(values).sort()) {
    const entry = values[field];
    if (entry === undefined) continue;
    const value = JSON.stringify(entry.value);
    const salt = salts.next();
    personal[field] = entry.value;
    hashes[field] = personalHash(salt, value);
    personalRows.push({ field, salt, subject: entry.subject ?? null, value });
  }
  return { personal, personalHashes: JSON.stringify(hashes), personalRows };
}

function prepareAudit(record: AuditRecord, scope: Scope, atMs: number): PreparedAudit {
  return {
    ...record,
    id: newId('aud', atMs),
    org: scope.org,
    actor: actorOf(scope),
    source: scope.source,
    traceId: scope.traceId,
    atMs,
  };
}

function actorOf({ principal }: Scope): string {
  return principal.kind === 'system' ? 'system' : `${principal.kind}:${principal.id}`;
}
