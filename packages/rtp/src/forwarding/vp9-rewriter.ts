import type { Vp9Descriptor } from '../codec/vp9-descriptor.ts';
import { CounterRewriter } from './counter-rewriter.ts';
import { pictureNote } from './picture-note.ts';

/**
 * Keeps picture id and TL0PICIDX of one receiver's VP9 stream (RFC 9628 section 4.2) unbroken across changes
 * of its source. All layers of a picture share its id, so what a filter takes out of one leaves no gap.
 */
export class Vp9Rewriter {
  /** By width: a stream keeps to one, and each wraps on its own. */
  readonly #longPictures = new CounterRewriter(15, 0, 128);
  readonly #shortPictures = new CounterRewriter(7, 0, 32);
  readonly #tl0 = new CounterRewriter(8, 0, 64);

  /** The next packet comes from another source, and begins a key frame. */
  restart(): void {
    this.#longPictures.restart();
    this.#shortPictures.restart();
    this.#tl0.restart();
  }

  /** The numbers that the packet goes out with, for `applyPictureNote`; -1 when it is too late for any. */
  forward(descriptor: Vp9Descriptor): number {
    const pictures = descriptor.longPictureId ? this.#longPictures : this.#shortPictures;
    const pictureId = descriptor.pictureId < 0 ? 0 : pictures.forward(descriptor.pictureId);
    const tl0PicIdx = descriptor.tl0PicIdx < 0 ? 0 : this.#tl0.forward(descriptor.tl0PicIdx);
    return pictureId < 0 || tl0PicIdx < 0 ? -1 : pictureNote(pictureId, tl0PicIdx);
  }
}
