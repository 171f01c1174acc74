/** What a viewer wants of one producer. */
export interface Wish {
  /** Of the tile that shows it, in device pixels; absent for as much as there is. */
  readonly maxWidth?: number;
  readonly maxHeight?: number;
  readonly paused: boolean;
  /** Comes first where bandwidth is scarce. */
  readonly pinned: boolean;
}

export interface LayerSize {
  readonly width: number;
  readonly height: number;
}

/** A picture may be stretched by a third before a larger layer is worth its bits. */
const STRETCH = 0.75;
/** Of the largest layer, until a key frame tells. */
const GUESSED: LayerSize = { width: 1280, height: 720 };

/**
 * The sizes of all layers, smallest first; those that no key frame has told yet are taken for half of the
 * next larger, as simulcast layers are by default.
 */
export function completeSizes(known: readonly (LayerSize | undefined)[]): readonly LayerSize[] {
  const at = known.findLastIndex((size) => size !== undefined);
  const reference = known[at] ?? GUESSED;
  const from = at < 0 ? known.length - 1 : at;
  return known.map(
    (size, i) =>
      size ?? {
        width: reference.width * 2 ** (i - from),
        height: reference.height * 2 ** (i - from),
      },
  );
}

/** The smallest layer that fills the tile; -1 while paused. */
export function wantedLayer(wish: Wish, sizes: readonly LayerSize[]): number {
  if (wish.paused) return -1;
  const { maxWidth = Number.POSITIVE_INFINITY, maxHeight = Number.POSITIVE_INFINITY } = wish;
  // The picture is fitted into the tile, so one side that is filled is enough.
  const enough = sizes.findIndex(
    ({ width, height }) => width >= maxWidth * STRETCH || height >= maxHeight * STRETCH,
  );
  return enough < 0 ? sizes.length - 1 : enough;
}
