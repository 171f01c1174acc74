import type { Room } from '@sky-genesis/protocol';
import { useCallback, useEffect } from 'react';
import { usePages } from '../../app/use-pages.ts';
import { useRefreshed } from '../../app/use-refreshed.ts';
import { useWorkplace } from '../../app/workplace.tsx';

const pageSize = 30;

/** Rooms in one state, newest first, read anew while the first page is in sight. */
export function useRooms(state: 'open' | 'ended') {
  const { client } = useWorkplace();
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.rooms.list({ state, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
    [client, state],
  );
  const pages = usePages<Room>(fetchPage);
  const refresh = useRefreshed(pages, pageSize);
  useEffect(() => {
    const offs = [client.rooms.on('active', refresh), client.rooms.on('invited', refresh)];
    return () => {
      for (const off of offs) off();
    };
  }, [client, refresh]);
  return pages;
}
