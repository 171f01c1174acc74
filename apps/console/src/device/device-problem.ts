import type { CallProblem } from '@sky-genesis/client';

/** Why `getUserMedia` failed (W3C Media Capture and Streams §10.2), as the catalogue names it. */
export function deviceProblem(error: unknown): CallProblem['code'] {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'microphone_missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'device_busy';
  return 'microphone_denied';
}
