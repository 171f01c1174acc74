import type { RoomSession } from '@sky-genesis/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { nextFocus } from './speaker-focus.ts';

export interface Speakers {
  /** Who speaks now, loudest first. */
  readonly now: readonly string[];
  /** Who spoke last of the others; null before anybody has. */
  readonly last: string | null;
  /** When each was last heard, by this page's clock. */
  readonly atMs: ReadonlyMap<string, number>;
}

/** Follows who speaks. */
export function useSpeakers(session: RoomSession): Speakers {
  const [now, setNow] = useState<readonly string[]>([]);
  const [last, setLast] = useState<string | null>(null);
  const heard = useRef(new Map<string, number>());
  useEffect(
    () =>
      session.on('speakers', (ids) => {
        for (const id of ids) heard.current.set(id, performance.now());
        setNow(ids);
        setLast((before) => nextFocus(before, ids, session.me.id));
      }),
    [session],
  );
  return useMemo(() => ({ now, last, atMs: heard.current }), [now, last]);
}
