/** CSS pixels, as everything here. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From the top left corner of the stage. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Between tiles. */
export const gapPx = 8;

/** The largest size within `bounds` that is neither wider nor taller in shape than the two aspects. */
export function withAspect(bounds: Size, tallest: number, widest: number): Size {
  const { width, height } = bounds;
  if (height <= 0 || width <= 0) return { width: 0, height: 0 };
  const aspect = width / height;
  if (aspect > widest) return { width: height * widest, height };
  if (aspect < tallest) return { width, height: width / tallest };
  return bounds;
}
