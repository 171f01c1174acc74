import { useInterval } from '@mantine/hooks';
import { useCallback, useEffect } from 'react';
import type { Pages } from './use-pages.ts';

/** Others change the list without telling this page. */
const everyMs = 15_000;

/** Reads a list anew while no more than its first page is in sight. @returns does so at once */
export function useRefreshed(
  { items, refresh: read }: Pages<unknown>,
  pageSize: number,
): () => void {
  const short = items.length <= pageSize;
  const refresh = useCallback(() => {
    if (short && document.visibilityState === 'visible') read();
  }, [short, read]);
  useInterval(refresh, everyMs, { autoInvoke: true });
  useEffect(() => {
    document.addEventListener('visibilitychange', refresh);
    return () => document.removeEventListener('visibilitychange', refresh);
  }, [refresh]);
  return refresh;
}
