import { useDocumentVisibility } from '@mantine/hooks';
import type { PictureSize, RoomSession } from '@sky-genesis/client';
import { useEffect, useRef } from 'react';
import type { Rect } from '../../tiles/area.ts';
import type { RosterTile } from './tile-roster.ts';

const settleMs = 150;
/** Physical pixels: a layer does not change for less. */
const stepPx = 16;

/**
 * Tells the session how large each picture is shown here, once the layout has come to rest: what is on
 * another page, or on no page since the tab is hidden, need not be sent at all.
 */
export function useShownSizes(
  session: RoomSession,
  tiles: readonly RosterTile[],
  rects: ReadonlyMap<string, Rect>,
): void {
  const told = useRef(new Map<string, string>());
  const visible = useDocumentVisibility() === 'visible';
  const latest = useRef({ tiles, rects, visible });
  latest.current = { tiles, rects, visible };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Not put off by each further drawing: a lively meeting is drawn more often than it comes to rest.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      tell(session, latest.current, told.current);
    }, settleMs);
  });
  useEffect(() => {
    const sizes = told.current;
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      // The stage is put away: only voices go on.
      tell(session, { ...latest.current, visible: false }, sizes);
      sizes.clear();
    };
  }, [session]);
}

interface Sight {
  readonly tiles: readonly RosterTile[];
  readonly rects: ReadonlyMap<string, Rect>;
  readonly visible: boolean;
}

function tell(
  session: RoomSession,
  { tiles, rects, visible }: Sight,
  told: Map<string, string>,
): void {
  for (const { id, kind, isMe, member } of tiles) {
    if (isMe) continue;
    const size = visible ? sizeOf(rects.get(id)) : null;
    const key = size === null ? 'none' : `${size.width}×${size.height}`;
    if (told.get(id) === key) continue;
    told.set(id, key);
    session.show(member.id, kind, size);
  }
}

function sizeOf(rect: Rect | undefined): PictureSize | null {
  if (!rect || rect.width < 1 || rect.height < 1) return null;
  const physical = (px: number): number =>
    Math.max(stepPx, Math.ceil((px * window.devicePixelRatio) / stepPx) * stepPx);
  return { width: physical(rect.width), height: physical(rect.height) };
}
