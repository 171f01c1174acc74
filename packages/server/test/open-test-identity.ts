import { randomBytes } from 'node:crypto';
import { AesGcmEnvelopeKey } from '../src/adapters/secrets/file/index.ts';
import { openSqliteStorage } from '../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../src/adapters/storage/storage.ts';
import { AuditTrail } from '../src/domain/audit/index.ts';
import { type EnvelopeKey, type Identity, openIdentity } from '../src/domain/identity/index.ts';
import { type Grant, type Scope, systemScope } from '../src/kernel/index.ts';
import { ManualClock } from './manual-clock.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

export const TEST_ORG = 'default';
export const TEST_URL = 'http://localhost:8080';

export interface TestIdentity {
  readonly identity: Identity;
  readonly storage: Storage;
  readonly trail: AuditTrail;
  readonly envelope: EnvelopeKey;
  readonly clock: ManualClock;
  readonly lines: readonly LogLine[];
  /** The operator. */
  readonly system: Scope;
  close(): Promise<void>;
}

/** The identity services over a database of their own. `file` to share it with another one. */
export async function openTestIdentity(
  options: {
    readonly file?: string;
    readonly envelope?: EnvelopeKey;
    /** `TEST_URL` when absent. */
    readonly publicUrl?: () => string;
    readonly clock?: ManualClock;
  } = {},
): Promise<TestIdentity> {
  const clock = options.clock ?? new ManualClock();
  const lines: LogLine[] = [];
  const logger = recordingLogger(lines);
  const file = options.file ?? ':memory:';
  const storage = await openSqliteStorage({ file, clock, logger });
  const envelope = options.envelope ?? new AesGcmEnvelopeKey(randomBytes(32));
  const trail = new AuditTrail(storage.journal, logger);
  const publicUrl = options.publicUrl ?? (() => TEST_URL);
  const identity = await openIdentity({
    storage,
    envelope,
    trail,
    clock,
    logger,
    issuer: TEST_URL,
    publicUrl,
  });
  const close = async () => {
    identity.stop();
    await trail.flush();
    await storage.close();
  };
  return { identity, storage, trail, envelope, clock, lines, system: systemScope(TEST_ORG), close };
}

/** A request of somebody who holds these grants. */
export function scopeWith(
  id: string,
  grants: readonly Grant[],
  kind: 'user' | 'key' = 'user',
): Scope {
  return { org: TEST_ORG, principal: { kind, id, grants: new Set(grants) }, source: 'http' };
}
