import { startsAv1KeyFrame } from './av1.ts';
import { startsH264KeyFrame } from './h264.ts';
import { Vp8Descriptor } from './vp8-descriptor.ts';
import { Vp9Descriptor } from './vp9-descriptor.ts';

export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

/** Says whether the payload `bytes[start, end)` begins a picture that needs none before it. */
export type KeyFrameDetector = (bytes: Uint8Array, start: number, end: number) => boolean;

/** A detector with descriptors of its own, so that no packet allocates one. */
export function keyFrameDetector(codec: VideoCodec): KeyFrameDetector {
  switch (codec) {
    case 'vp8': {
      const descriptor = new Vp8Descriptor();
      return (...range) => descriptor.read(...range) && descriptor.startsKeyFrame;
    }
    case 'vp9': {
      const descriptor = new Vp9Descriptor();
      return (...range) => descriptor.read(...range) && descriptor.startsKeyFrame;
    }
    case 'h264':
      return startsH264KeyFrame;
    case 'av1':
      return startsAv1KeyFrame;
    default:
      return codec satisfies never;
  }
}
