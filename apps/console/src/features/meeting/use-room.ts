import type { RoomSession } from '@sky-genesis/client';
import { useCallback, useRef, useSyncExternalStore } from 'react';

/** Renders anew whenever the session says that something about it has changed. */
export function useRoom(session: RoomSession): void {
  const revision = useRef(0);
  const subscribe = useCallback(
    (changed: () => void) => {
      const bump = (): void => {
        revision.current += 1;
        changed();
      };
      const offs = [
        session.on('change', bump),
        session.on('phase', bump),
        session.on('speakers', bump),
        session.on('message', bump),
        session.on('ended', bump),
      ];
      return () => {
        for (const off of offs) off();
      };
    },
    [session],
  );
  useSyncExternalStore(subscribe, () => revision.current);
}
