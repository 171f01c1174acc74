import type { User } from '@sky-genesis/protocol';
import { useCallback, useMemo } from 'react';
import { usePages } from '../app/use-pages.ts';
import { useWorkplace } from '../app/workplace.tsx';

/** How many come at once. */
export const peoplePageSize = 40;

/** The organisation's people, a page at a time; `others`: all but oneself. @param search empty: everybody */
export function usePeople(search: string) {
  const { client, me } = useWorkplace();
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.users.list({
        limit: peoplePageSize,
        ...(search === '' ? {} : { search }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    [client, search],
  );
  const pages = usePages<User>(fetchPage);
  const others = useMemo(() => pages.items.filter(({ id }) => id !== me.id), [pages.items, me.id]);
  return { ...pages, others };
}
