import type { Json, JsonObject } from '../../../kernel/index.ts';
import type { Row } from './executor.ts';

/** A row that this code cannot have written: the database was changed by other means. */
export class CorruptRow extends Error {
  constructor(column: string, value: unknown) {
    super(
      `column ${column} holds ${value === null ? 'null' : `a ${typeof value}`} that does not belong there`,
    );
    this.name = 'CorruptRow';
  }
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new CorruptRow(column, value);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** PostgreSQL gives its 64-bit integers as texts. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  const number =
    typeof value === 'string' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new CorruptRow(column, value);
  return number;
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

/** A copy: a driver may hand out a view of its receive buffer. */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new CorruptRow(column, value);
  return new Uint8Array(value);
}

export function oneOf<T extends string>(row: Row, column: string, allowed: readonly T[]): T {
  const value = row[column];
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new CorruptRow(column, value);
  return found;
}

export function json(row: Row, column: string): Json {
  const value: Json = JSON.parse(text(row, column));
  return value;
}

export function jsonObject(row: Row, column: string): JsonObject {
  const value = json(row, column);
  if (!isObject(value)) throw new CorruptRow(column, value);
  return value;
}

export function textArray(row: Row, column: string): readonly string[] {
  const value = json(row, column);
  if (!Array.isArray(value)) throw new CorruptRow(column, value);
  return value.map((element: unknown) => {
    if (typeof element !== 'string') throw new CorruptRow(column, element);
    return element;
  });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
