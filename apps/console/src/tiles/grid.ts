import { gapPx, type Rect, type Size, withAspect } from './area.ts';

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tile: Size;
}

/** More faces than this at once are a crowd, whatever the screen. */
const most = 49;

/** A phone held upright takes taller pictures, and fewer of them. */
const shapes = {
  landscape: { tallest: 4 / 3, widest: 16 / 9, least: { width: 104, height: 72 } },
  portrait: { tallest: 3 / 4, widest: 16 / 9, least: { width: 100, height: 100 } },
} as const;

const shapeOf = ({ width, height }: Size) => (width >= height ? shapes.landscape : shapes.portrait);

/** How many equal tiles fit without becoming too small to tell a face: 1 to 49. */
export function gridCapacity(area: Size): number {
  const { least } = shapeOf(area);
  for (let count = most; count > 1; count -= 1) {
    const { tile } = bestGrid(count, area);
    if (tile.width >= least.width && tile.height >= least.height) return count;
  }
  return 1;
}

/** Where `count` equal tiles stand, as large as they can be, the last row centred. */
export function gridRects(count: number, area: Size): readonly Rect[] {
  if (count === 0) return [];
  const { columns, rows, tile } = bestGrid(count, area);
  const top = (area.height - rows * (tile.height + gapPx) + gapPx) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (area.width - inRow * (tile.width + gapPx) + gapPx) / 2;
    return {
      x: left + (index % columns) * (tile.width + gapPx),
      y: top + row * (tile.height + gapPx),
      ...tile,
    };
  });
}

function bestGrid(count: number, area: Size): Grid {
  let best = gridOf(1, count, area);
  for (let columns = 2; columns <= count; columns += 1) {
    const grid = gridOf(columns, count, area);
    const gain = grid.tile.width * grid.tile.height - best.tile.width * best.tile.height;
    // Less than a pixel's worth is no reason for a row that is emptier.
    if (gain > 1) best = grid;
  }
  return best;
}

function gridOf(columns: number, count: number, area: Size): Grid {
  const rows = Math.ceil(count / columns);
  const cell = {
    width: (area.width - (columns - 1) * gapPx) / columns,
    height: (area.height - (rows - 1) * gapPx) / rows,
  };
  const { tallest, widest } = shapeOf(area);
  return { columns, rows, tile: withAspect(cell, tallest, widest) };
}
