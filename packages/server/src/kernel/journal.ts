import type { NewEvent, RecordedEvent } from './events.ts';
import type { Scope } from './scope.ts';

/**
 * A change to stored state, made by a repository's method and applied by the journal inside its
 * transaction. Opaque to the domain: only the storage adapter that made it can read it.
 */
export abstract class Write {
  abstract readonly adapter: string;
}

/** A refused or sensitive action, for the audit stream (who tried what, and how it ended). */
export interface AuditRecord {
  /** Dotted: `token.issued`, `call.read`, `signin.failed`. */
  readonly action: string;
  /** What it was done to: `call:<id>`, `user:<id>`, `key:<id>`. */
  readonly target: string;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  /** Error code or a short reason. Never a secret, never a personal value. */
  readonly reason?: string;
}

export interface Change {
  readonly scope: Scope;
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
  readonly audits?: readonly AuditRecord[];
}

/**
 * The one way state changes: new state and its events in one transaction. Changes committed in the
 * same tick share a transaction and an fsync; one that fails inside the group fails alone.
 */
export interface Journal {
  /**
   * Resolves once the change is durable, with its events numbered.
   * @throws VersionConflict when a write's aggregate has another version by now.
   * @throws DuplicateKey when a write breaks a uniqueness rule.
   * @throws AppError `unavailable` when the database cannot be reached; nothing was written.
   */
  commit(change: Change): Promise<readonly RecordedEvent[]>;
}

/** The log, read back. */
export interface EventLog {
  /** Identifies the database: positions of another epoch mean nothing. */
  readonly epoch: string;
  /** Events of one stream with `seq > after`, in order. */
  readStream(
    org: string,
    stream: string,
    query: { readonly after: number; readonly limit: number; readonly type?: string },
  ): Promise<readonly RecordedEvent[]>;
  /** The last events of one stream and type with `seq < before`, in order. */
  readLast(
    org: string,
    stream: string,
    query: { readonly before: number; readonly limit: number; readonly type: string },
  ): Promise<readonly RecordedEvent[]>;
  /** The stream's last number; 0 for a stream without events. */
  head(org: string, stream: string): Promise<number>;
  /** Events with `position > after`, in commit order; all organisations when `org` is absent. */
  readAll(query: {
    readonly after: number;
    readonly limit: number;
    readonly org?: string;
  }): Promise<readonly RecordedEvent[]>;
  lastPosition(): Promise<number>;
  /** Removes the personal values of a stream's events of one type; their hashes stay. */
  erasePersonal(org: string, stream: string, type: string): Write;
}

/**
 * Delivers every recorded event once to each listener, in commit order, wherever it was committed
 * (this process, the command line, another server on the same database).
 */
export interface EventFeed {
  /** A listener that throws is logged and breaks neither the feed nor the others. */
  subscribe(listener: (event: RecordedEvent) => void): () => void;
}
