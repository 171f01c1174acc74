import type { MediaLayersFrame, MediaSource, Static } from '@sky-genesis/protocol';
import type { PictureSize } from './room-types.ts';

type Frame = Static<typeof MediaLayersFrame>;
export type LayerWish = Omit<Frame, 'type' | 'id' | 'session_id'>;

/** A picture that comes in. */
export interface IncomingPicture {
  readonly trackId: string;
  readonly memberId: string;
  readonly source: MediaSource;
}

const small: PictureSize = { width: 320, height: 180 };
/** A page that is being laid out says many sizes at once. */
const settleMs = 120;
/** A session that is just being opened anew does not take wishes yet. */
const retryMs = 1500;

/** How large each incoming picture is shown, told to the server once the page has settled, and only what is new. */
export class MediaLayers {
  readonly #tell: (wish: LayerWish) => Promise<unknown>;
  readonly #unspoken: (pictures: number) => PictureSize;
  readonly #sizes = new Map<string, PictureSize | null>();
  readonly #told = new Map<string, string>();
  #pinned: string | null = null;
  #pictures: readonly IncomingPicture[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param tell what it rejects is told again later
   * @param unspoken how large each of so many pictures is taken to be that nobody spoke of; small when absent
   */
  constructor(
    tell: (wish: LayerWish) => Promise<unknown>,
    unspoken: (pictures: number) => PictureSize = () => small,
  ) {
    this.#tell = tell;
    this.#unspoken = unspoken;
  }

  show(memberId: string, source: MediaSource, size: PictureSize | null): void {
    this.#sizes.set(keyOf(memberId, source), size === null ? null : physical(size));
    this.#settle();
  }

  pin(memberId: string | null): void {
    this.#pinned = memberId;
    this.#settle();
  }

  /** These come in now. */
  receive(pictures: readonly IncomingPicture[]): void {
    this.#pictures = pictures;
    for (const trackId of [...this.#told.keys()]) {
      if (pictures.every((picture) => picture.trackId !== trackId)) this.#told.delete(trackId);
    }
    this.#settle();
  }

  /** The other side knows nothing any more: everything is told anew. */
  forget(): void {
    this.#told.clear();
    this.#settle();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#pictures = [];
  }

  #settle(afterMs = settleMs): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const picture of this.#pictures) this.#tellOf(picture);
    }, afterMs);
  }

  #tellOf({ trackId, memberId, source }: IncomingPicture): void {
    const size = this.#sizes.get(keyOf(memberId, source));
    const { width, height } = size ?? this.#unspoken(this.#pictures.length);
    const pinned = this.#pinned === memberId;
    const wish: LayerWish =
      size === null
        ? { track_id: trackId, paused: true, pinned }
        : { track_id: trackId, max_width: width, max_height: height, paused: false, pinned };
    const text = JSON.stringify(wish);
    if (this.#told.get(trackId) === text) return;
    this.#told.set(trackId, text);
    this.#tell(wish).catch(() => {
      if (this.#told.get(trackId) !== text) return;
      this.#told.delete(trackId);
      this.#settle(retryMs);
    });
  }
}

function keyOf(memberId: string, source: MediaSource): string {
  return `${memberId}/${source}`;
}

/** Whole pixels that the wire takes. */
function physical({ width, height }: PictureSize): PictureSize {
  const whole = (value: number) => Math.min(16_384, Math.max(1, Math.round(value)));
  return { width: whole(width), height: whole(height) };
}
