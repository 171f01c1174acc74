import { useCallback, useEffect, useRef, useState } from 'react';

interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

export interface Pages<T> {
  readonly items: readonly T[];
  readonly state: 'loading' | 'more' | 'complete' | 'failed';
  readonly error: unknown;
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Reads the first page again without a word about it: an answer that fails changes nothing. */
  readonly refresh: () => void;
}

interface Loaded<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
  readonly state: Pages<T>['state'];
  readonly error: unknown;
}

const nothing = { items: [], cursor: null, state: 'loading', error: null } as const;

/**
 * A cursor-paged list, a page at a time. With another `fetchPage` it begins anew; answers to what is no
 * longer asked are dropped.
 *
 * @param fetchPage stable between renders for the same list
 */
export function usePages<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Pages<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(nothing);
  const question = useRef(0);
  const load = useCallback(
    (cursor: string | undefined) => {
      question.current += 1;
      const mine = question.current;
      const isCurrent = (): boolean => mine === question.current;
      setLoaded((before) => ({ ...before, state: 'loading', error: null }));
      fetchPage(cursor).then(
        (page) => {
          if (!isCurrent()) return;
          setLoaded((before) => ({
            items: cursor === undefined ? page.data : [...before.items, ...page.data],
            cursor: page.nextCursor,
            state: page.nextCursor === null ? 'complete' : 'more',
            error: null,
          }));
        },
        (error: unknown) => {
          if (isCurrent()) setLoaded((before) => ({ ...before, state: 'failed', error }));
        },
      );
    },
    [fetchPage],
  );
  const refresh = useCallback(() => {
    const mine = question.current;
    fetchPage(undefined).then(
      (page) => {
        // Whatever has been asked meanwhile is newer.
        if (mine !== question.current) return;
        const state = page.nextCursor === null ? 'complete' : 'more';
        setLoaded({ items: page.data, cursor: page.nextCursor, state, error: null });
      },
      () => undefined,
    );
  }, [fetchPage]);
  useEffect(() => load(undefined), [load]);
  const { items, state, error, cursor } = loaded;
  const loadMore = useCallback(() => load(cursor ?? undefined), [load, cursor]);
  const reload = useCallback(() => load(undefined), [load]);
  return { items, state, error, loadMore, reload, refresh };
}
