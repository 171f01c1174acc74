import type { Vp9Descriptor } from '../codec/vp9-descriptor.ts';

/**
 * Which layers of a VP9 SVC stream (RFC 9628) one receiver gets. Down at the next picture; up by
 * spatial layers at a key frame, which the caller asks for while `waiting`, and by temporal layers
 * where the stream allows it (the U bit).
 */
export class Vp9LayerFilter {
  #spatial: number;
  #temporal: number;
  #targetSpatial: number;
  #targetTemporal: number;
  #timestamp: number | undefined;

  constructor(spatialLayer = 7, temporalLayer = 7) {
    this.#spatial = spatialLayer;
    this.#temporal = temporalLayer;
    this.#targetSpatial = spatialLayer;
    this.#targetTemporal = temporalLayer;
  }

  get spatialLayer(): number {
    return this.#spatial;
  }

  get temporalLayer(): number {
    return this.#temporal;
  }

  /** Whether a key frame is waited for. */
  get waiting(): boolean {
    return this.#targetSpatial > this.#spatial;
  }

  want(spatialLayer: number, temporalLayer: number): void {
    this.#targetSpatial = spatialLayer;
    this.#targetTemporal = temporalLayer;
  }

  /** Whether the packet of a picture with this RTP timestamp is forwarded. */
  accepts(descriptor: Vp9Descriptor, timestamp: number): boolean {
    const first = this.#timestamp === undefined || ((timestamp - this.#timestamp) | 0) > 0;
    if (first) {
      this.#timestamp = timestamp;
      this.#beginPicture();
    }
    if (descriptor.startsKeyFrame && timestamp === this.#timestamp) {
      this.#spatial = this.#targetSpatial;
      this.#temporal = this.#targetTemporal;
    }
    const accepted =
      descriptor.spatialLayer <= this.#spatial && descriptor.temporalLayer <= this.#temporal;
    // From the pictures after this one on nothing refers to a higher temporal layer before it.
    if (accepted && descriptor.switchingUp && descriptor.endOfFrame)
      this.#temporal = Math.max(this.#temporal, this.#targetTemporal);
    return accepted;
  }

  /** The marker of an accepted packet: the last of its picture, as the receiver sees it. */
  marker(descriptor: Vp9Descriptor, marker: boolean): boolean {
    return marker || (descriptor.endOfFrame && descriptor.spatialLayer === this.#spatial);
  }

  #beginPicture(): void {
    this.#spatial = Math.min(this.#spatial, this.#targetSpatial);
    this.#temporal = Math.min(this.#temporal, this.#targetTemporal);
  }
}
