import type { Rect, Size } from './area.ts';
import { gridCapacity, gridRects } from './grid.ts';
import { spotlight, stripCapacity } from './spotlight.ts';

export interface PlacementRequest {
  /** Tile ids in the order in which they are to be seen. */
  readonly tiles: readonly string[];
  /** The tile that has the stage; null: all are equal. */
  readonly focus: string | null;
  /** The focus is a screen: it takes all the room beside the others. */
  readonly wholeFocus: boolean;
  readonly area: Size;
  /** The height that the page turner takes away from the area's foot, where there is one. */
  readonly turnerPx: number;
  readonly page: number;
}

export interface Placement {
  /** Tiles that are not here are on another page. */
  readonly rects: ReadonlyMap<string, Rect>;
  /** The page that is shown, 0 to `pages` − 1. */
  readonly page: number;
  readonly pages: number;
  /** How many tiles a page has room for, besides the focus. */
  readonly capacity: number;
}

/** Where each tile stands. What does not fit is on a further page; the focus is on every one. */
export function placeTiles(request: PlacementRequest): Placement {
  const { tiles, wholeFocus } = request;
  const focus = request.focus !== null && tiles.includes(request.focus) ? request.focus : null;
  const others = focus === null ? tiles : tiles.filter((id) => id !== focus);
  const { area, capacity } = roomFor(others.length, focus !== null, request);
  const pages = Math.max(1, Math.ceil(others.length / capacity));
  const page = Math.min(Math.max(0, request.page), pages - 1);
  const shown = others.slice(page * capacity, (page + 1) * capacity);
  const rects = new Map<string, Rect>();
  const put = (ids: readonly string[], places: readonly Rect[]): void => {
    ids.forEach((id, index) => {
      const place = places[index];
      if (place) rects.set(id, place);
    });
  };
  if (focus === null) {
    // A last page keeps the size of the others: turning pages changes no face's size.
    const places = gridRects(pages > 1 ? capacity : shown.length, area);
    put(shown, places);
  } else {
    const lit = spotlight(shown.length, area, wholeFocus);
    put([focus], [lit.focus]);
    put(shown, lit.strip);
  }
  return { rects, page, pages, capacity };
}

/**
 * Whether there is a turner is decided by the room without it: decided by what is left, it could come and go
 * with every drawing.
 */
function roomFor(
  count: number,
  focused: boolean,
  { area, turnerPx }: PlacementRequest,
): { readonly area: Size; readonly capacity: number } {
  const capacityOf = focused ? stripCapacity : gridCapacity;
  const capacity = capacityOf(area);
  if (count <= capacity) return { area, capacity };
  const left = { width: area.width, height: Math.max(0, area.height - turnerPx) };
  return { area: left, capacity: Math.min(capacity, capacityOf(left)) };
}
