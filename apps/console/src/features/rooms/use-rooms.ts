import { useInterval } from '@mantine/hooks';
import type { Room } from '@sky-genesis/protocol';
import { useCallback, useEffect } from 'react';
import { usePages } from '../../app/use-pages.ts';
import { useWorkplace } from '../../app/workplace.tsx';

const pageSize = 30;
/** Others come and go without telling this page. */
const refreshMs = 15_000;

/** Rooms in one state, newest first, read anew while the first page is in sight. */
export function useRooms(state: 'open' | 'ended') {
  const { client } = useWorkplace();
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.rooms.list({ state, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
    [client, state],
  );
  const pages = usePages<Room>(fetchPage);
  const { refresh: read } = pages;
  const short = pages.items.length <= pageSize;
  const refresh = useCallback(() => {
    if (short && document.visibilityState === 'visible') read();
  }, [short, read]);
  useInterval(refresh, refreshMs, { autoInvoke: true });
  useEffect(() => {
    const offs = [client.rooms.on('active', refresh), client.rooms.on('invited', refresh)];
    document.addEventListener('visibilitychange', refresh);
    return () => {
      for (const off of offs) off();
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [client, refresh]);
  return pages;
}
