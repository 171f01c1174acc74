import { useCallback, useRef, useSyncExternalStore } from 'react';

/**
 * Renders anew whenever something that changes by itself says so.
 *
 * @param listen stable between renders; returns what ends each of its subscriptions
 */
export function useRevision(listen: (changed: () => void) => readonly (() => void)[]): void {
  const revision = useRef(0);
  const subscribe = useCallback(
    (changed: () => void) => {
      const offs = listen(() => {
        revision.current += 1;
        changed();
      });
      return () => {
        for (const off of offs) off();
      };
    },
    [listen],
  );
  useSyncExternalStore(subscribe, () => revision.current);
}
