import { AppError, type Page } from '../../../kernel/index.ts';

/** A page out of rows that were read with one more than `limit`, to see whether others follow. */
export function toPage<T>(rows: readonly T[], limit: number, keyOf: (item: T) => string): Page<T> {
  if (rows.length <= limit) return { items: rows, next: null };
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last === undefined ? null : keyOf(last) };
}

/** @throws AppError `invalid_cursor` when the key is not one that `toPage` gave. */
export function numericKey(after: string): number {
  const value = Number(after);
  if (!Number.isSafeInteger(value) || value < 0) throw new AppError('invalid_cursor');
  return value;
}
