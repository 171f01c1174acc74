import { AppError, type Page, type PageRequest } from '../../kernel/index.ts';

const DEFAULT_LIMIT = 50;
const FORMAT = '1';
const CURSOR = /^[A-Za-z0-9_-]{2,512}$/;

/**
 * The domain's page request for `?limit=&cursor=`.
 * @throws AppError `invalid_cursor` when the cursor is not one that `pageReply` made.
 */
export function pageRequest(query: {
  readonly limit?: number;
  readonly cursor?: string;
}): PageRequest {
  const limit = query.limit ?? DEFAULT_LIMIT;
  return query.cursor === undefined ? { limit } : { limit, after: decodeCursor(query.cursor) };
}

/**
 * The event's number that a sort key stands for.
 * @throws AppError `invalid_cursor` for the cursor of another list.
 */
export function sequenceKey(sortKey: string): number {
  if (!/^\d{1,15}$/.test(sortKey)) throw new AppError('invalid_cursor');
  return Number(sortKey);
}

/** The wire form of a page: `{ data, next_cursor }`. */
export function pageReply<T, W>(
  page: Page<T>,
  map: (item: T) => W,
): { readonly data: W[]; readonly next_cursor: string | null } {
  return {
    data: page.items.map((item) => map(item)),
    next_cursor: page.next === null ? null : encodeCursor(page.next),
  };
}

/** Opaque on purpose: the leading format digit lets a later release change what is inside. */
export function encodeCursor(sortKey: string): string {
  return Buffer.from(`${FORMAT}${sortKey}`, 'utf8').toString('base64url');
}

/** @throws AppError `invalid_cursor` */
export function decodeCursor(cursor: string): string {
  if (!CURSOR.test(cursor)) throw new AppError('invalid_cursor');
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const sortKey = text.slice(FORMAT.length);
  // Anything that does not come back as it was (bad UTF-8, loose padding bits) is not ours, and
  // control characters never are: a NUL would be an error inside PostgreSQL.
  if (!text.startsWith(FORMAT) || /\p{Cc}/u.test(sortKey) || encodeCursor(sortKey) !== cursor) {
    throw new AppError('invalid_cursor');
  }
  return sortKey;
}
