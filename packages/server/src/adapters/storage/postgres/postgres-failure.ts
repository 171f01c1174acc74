import pg from 'pg';
import { AppError, DuplicateKey } from '../../../kernel/index.ts';

/** SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';
const CHARACTER_NOT_IN_REPERTOIRE = '22021';
/**
 * Connection, rolled back by the server, resources, operator intervention, system, internal; a
 * standby (25006), a refused login (28…), a missing database (3D000).
 */
const UNAVAILABLE = /^(08|28|40|53|57|58|XX|25006|3D000)/;

/**
 * An error that the driver gave, as the ports promise it. One that is a mistake in the SQL stays
 * itself; one that is not from the server is about the way to it.
 */
export function postgresFailure(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return new AppError('unavailable', { cause: error });
  const state = error.code ?? '';
  if (state === UNIQUE_VIOLATION) return new DuplicateKey({ cause: error });
  return UNAVAILABLE.test(state) ? new AppError('unavailable', { cause: error }) : error;
}

/** A text with a NUL was compared with a column, which cannot hold one. */
export function isUnstorableText(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === CHARACTER_NOT_IN_REPERTOIRE;
}
