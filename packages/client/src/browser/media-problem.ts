import type { CallProblem } from '../core/types.ts';

/** A device or the network has failed. */
export class MediaProblem extends Error implements CallProblem {
  override readonly name = 'MediaProblem';
  readonly code: CallProblem['code'];

  constructor(code: CallProblem['code'], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export type Source = 'microphone' | 'camera' | 'screen';

/** Why `getUserMedia` or `getDisplayMedia` failed (Media Capture and Streams §10.2.2). */
export function mediaProblem(source: Source, cause: unknown): MediaProblem {
  if (source === 'screen') return new MediaProblem('screen_denied', cause);
  const name = cause instanceof DOMException || cause instanceof Error ? cause.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new MediaProblem(`${source}_denied`, cause);
    case 'NotReadableError':
    case 'AbortError':
      return new MediaProblem('device_busy', cause);
    default:
      return new MediaProblem(`${source}_missing`, cause);
  }
}
