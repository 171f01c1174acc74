import type { RoomSession } from '@sky-genesis/client';
import { useCallback } from 'react';
import { useRevision } from '../../app/use-revision.ts';

/** Renders anew whenever the session says that something about it has changed. */
export function useRoom(session: RoomSession): void {
  const listen = useCallback(
    (changed: () => void) => [
      session.on('change', changed),
      session.on('phase', changed),
      session.on('speakers', changed),
      session.on('message', changed),
      session.on('ended', changed),
    ],
    [session],
  );
  useRevision(listen);
}
