/** The simulcast layers of a camera, smallest first. */
const layers = [
  { rid: 'q', maxBitrate: 150_000 },
  { rid: 'h', maxBitrate: 500_000 },
  { rid: 'f', maxBitrate: 1_700_000 },
] as const;

export interface PictureFormat {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export interface LayerSettings {
  readonly rid: string;
  readonly active: boolean;
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
}

/**
 * How a camera's picture is sent: the largest layer in full size, each one below in half of that. A small picture
 * has fewer layers, since Chromium drops the largest ones by itself otherwise.
 *
 * @param demanded which layers anybody watches, smallest first; undefined: not known yet, all
 */
export function layerSettings(
  format: PictureFormat,
  demanded: readonly boolean[] | undefined,
): readonly LayerSettings[] {
  const count = layerCount(format);
  const wanted = layers.map((_, index) => demanded?.[index] ?? demanded === undefined);
  // Somebody wants more than there is: the best there is.
  const capped = wanted.map(
    (active, index) =>
      index < count && (active || (index === count - 1 && wanted.slice(count).includes(true))),
  );
  return layers.map(({ rid, maxBitrate }, index) => ({
    rid,
    active: capped[index] ?? false,
    scaleResolutionDownBy: 2 ** Math.max(0, count - 1 - index),
    maxBitrate,
  }));
}

/** As libwebrtc limits them, by the larger side; a format that is not known yet may have all. */
function layerCount({ width = 1280, height = 720 }: PictureFormat): number {
  const larger = Math.max(width, height);
  if (larger >= 960) return 3;
  return larger >= 480 ? 2 : 1;
}
