import { useCallback, useEffect, useMemo } from 'react';
import { usePages } from '../../app/use-pages.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { pastCall } from './call-outcome.ts';

/** The user's ended calls, newest first, read anew when one ends. */
export function useHistory(pageSize: number) {
  const { client, me } = useWorkplace();
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.calls.history({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
    [client, pageSize],
  );
  const pages = usePages(fetchPage);
  const { reload } = pages;
  useEffect(() => {
    let before = client.calls.active.length;
    return client.on('calls', (calls) => {
      const alive = calls.filter(({ phase }) => phase !== 'ended').length;
      if (alive < before) reload();
      before = alive;
    });
  }, [client, reload]);
  const calls = useMemo(
    () => pages.items.map((call) => pastCall(call, me.id)),
    [pages.items, me.id],
  );
  return { ...pages, calls };
}
