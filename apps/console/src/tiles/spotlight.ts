import { gapPx, type Rect, type Size, withAspect } from './area.ts';

export interface Spotlight {
  /** What everybody looks at. */
  readonly focus: Rect;
  /** Places for the others, beside it or, on an upright screen, below. */
  readonly strip: readonly Rect[];
}

/** At least this share of the shorter way is the focus's. */
const stripShare = 0.18;

/** How many of the others have a place beside the focus. */
export function stripCapacity(area: Size): number {
  const { tile, upright } = stripOf(area);
  const along = upright
    ? (area.width + gapPx) / (tile.width + gapPx)
    : (area.height + gapPx) / (tile.height + gapPx);
  return Math.max(1, Math.floor(along));
}

/**
 * @param others how many are to be placed beside the focus; no more than `stripCapacity` are
 * @param whole the focus takes all the room there is (a screen), not the shape of a camera's picture
 */
export function spotlight(others: number, area: Size, whole: boolean): Spotlight {
  const count = Math.min(others, stripCapacity(area));
  if (count === 0) return { focus: centred({ x: 0, y: 0, ...area }, whole), strip: [] };
  const { tile, upright } = stripOf(area);
  const room = upright
    ? { x: 0, y: 0, width: area.width, height: area.height - tile.height - gapPx }
    : { x: 0, y: 0, width: area.width - tile.width - gapPx, height: area.height };
  const length = count * ((upright ? tile.width : tile.height) + gapPx) - gapPx;
  const start = ((upright ? area.width : area.height) - length) / 2;
  const strip = Array.from({ length: count }, (_, index) =>
    upright
      ? { x: start + index * (tile.width + gapPx), y: room.height + gapPx, ...tile }
      : { x: room.width + gapPx, y: start + index * (tile.height + gapPx), ...tile },
  );
  return { focus: centred(room, whole), strip };
}

function stripOf(area: Size): { readonly tile: Size; readonly upright: boolean } {
  const upright = area.height > area.width;
  if (upright) {
    const height = Math.min(112, Math.max(88, area.height * stripShare));
    return { upright, tile: { width: height, height } };
  }
  const width = Math.min(240, Math.max(128, area.width * stripShare));
  return { upright, tile: { width, height: (width * 9) / 16 } };
}

function centred(room: Rect, whole: boolean): Rect {
  if (whole) return room;
  const { width, height } = withAspect(room, 3 / 4, 16 / 9);
  return {
    x: room.x + (room.width - width) / 2,
    y: room.y + (room.height - height) / 2,
    width,
    height,
  };
}
