import type { ErrorCode } from './error-codes.ts';

/** One thing wrong with an input. `path` is a JSON pointer into the body, or the parameter's name. */
export interface Issue {
  readonly path: string;
  /** Key of the catalogue's sentence, or a finished English sentence from the schema validator. */
  readonly message: string;
}

export interface ErrorDetails {
  /** Values that the catalogue's sentence names, e.g. `{ participant: 'user999' }`. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly issues?: readonly Issue[];
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/**
 * A refusal with a stable code. Its HTTP and SIP status stand in `ERROR_CODES`, its sentence in the
 * protocol's catalogue; the message here is for logs only.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly issues: readonly Issue[];
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = details.params ?? {};
    this.issues = details.issues ?? [];
    this.retryAfterS = details.retryAfterS;
  }
}

/**
 * A write found another version of its aggregate than the one it was made from. The service that
 * made it loads again and retries; nobody outside sees it.
 */
export class VersionConflict extends Error {
  constructor() {
    super('the aggregate has changed since it was loaded');
    this.name = 'VersionConflict';
  }
}

/** A write would break a uniqueness rule (a user id, an idempotency key that already exists). */
export class DuplicateKey extends Error {
  constructor(options?: ErrorOptions) {
    super('a row with this key exists already', options);
    this.name = 'DuplicateKey';
  }
}
