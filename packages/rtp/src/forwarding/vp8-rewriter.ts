import type { Vp8Descriptor } from '../codec/vp8-descriptor.ts';
import { CounterRewriter } from './counter-rewriter.ts';
import { pictureNote } from './picture-note.ts';

/**
 * Keeps picture id and TL0PICIDX of one receiver's VP8 stream (RFC 7741 section 4.2) unbroken across
 * simulcast layers and dropped temporal layers, and chooses those. Decisions are a picture's, so
 * all its packets fare alike.
 */
export class Vp8Rewriter {
  /** By width: a stream keeps to one, and each wraps on its own. */
  readonly #longPictures = new CounterRewriter(15, 0, 128);
  readonly #shortPictures = new CounterRewriter(7, 0, 32);
  readonly #tl0 = new CounterRewriter(8, 0, 64);
  #maxTemporalLayer = 3;
  #temporalLayer = 3;
  /** The picture decided on last. */
  #pictureId = -1;
  /** What its packets go out with. */
  #note = -1;

  /** The highest temporal layer to forward; going up waits for a picture that allows it. */
  limitTemporalLayer(layer: number): void {
    this.#maxTemporalLayer = layer;
    this.#temporalLayer = Math.min(this.#temporalLayer, layer);
  }

  /** The next packet comes from another source, and begins a key frame. */
  restart(): void {
    this.#longPictures.restart();
    this.#shortPictures.restart();
    this.#tl0.restart();
    this.#pictureId = -1;
    this.#temporalLayer = this.#maxTemporalLayer;
  }

  /**
   * The numbers that the packet goes out with, for `applyPictureNote` now and on a retransmission; -1 when
   * its picture is not forwarded, and its sequence number is to be dropped.
   */
  forward(descriptor: Vp8Descriptor): number {
    // A picture's packets carry the same numbers.
    if (descriptor.pictureId >= 0 && descriptor.pictureId === this.#pictureId) return this.#note;
    this.#note = this.#decide(descriptor);
    return this.#note;
  }

  #decide(descriptor: Vp8Descriptor): number {
    if (!this.#accepts(descriptor)) return -1;
    const pictureId =
      descriptor.pictureId < 0 ? 0 : this.#pictures(descriptor).forward(descriptor.pictureId);
    const tl0PicIdx = descriptor.tl0PicIdx < 0 ? 0 : this.#tl0.forward(descriptor.tl0PicIdx);
    return pictureId < 0 || tl0PicIdx < 0 ? -1 : pictureNote(pictureId, tl0PicIdx);
  }

  #accepts(descriptor: Vp8Descriptor): boolean {
    const { pictureId, temporalLayer } = descriptor;
    const climbs = temporalLayer > this.#temporalLayer && temporalLayer <= this.#maxTemporalLayer;
    if (climbs && descriptor.layerSync) this.#temporalLayer = temporalLayer;
    if (descriptor.startsKeyFrame) this.#temporalLayer = this.#maxTemporalLayer;
    this.#pictureId = pictureId;
    const forwarded = temporalLayer <= this.#temporalLayer;
    if (!forwarded && pictureId >= 0) this.#pictures(descriptor).drop(pictureId);
    return forwarded;
  }

  #pictures(descriptor: Vp8Descriptor): CounterRewriter {
    return descriptor.longPictureId ? this.#longPictures : this.#shortPictures;
  }
}
