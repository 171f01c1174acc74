import type { Presence } from '@sky-genesis/client';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useWorkplace } from '../app/workplace.tsx';

/**
 * A user's presence while `watching`: rows outside the window let go of it, so that a long list costs
 * as many subscriptions as it shows.
 */
export function usePresence(userId: string, watching = true): Presence | undefined {
  const { client } = useWorkplace();
  useEffect(
    () => (watching && userId !== '' ? client.presence.watch(userId) : undefined),
    [client, userId, watching],
  );
  const subscribe = useCallback((changed: () => void) => client.on('presence', changed), [client]);
  return useSyncExternalStore(subscribe, () => client.presence.get(userId));
}
