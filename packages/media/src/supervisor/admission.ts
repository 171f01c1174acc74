/** When a worker takes no more. */
export interface Admission {
  /** Streams it forwards at most: the declared cost of a consumer is one. */
  readonly maxConsumers: number;
  /** The second largest delay of its event loop in a second; beyond it audio becomes late. */
  readonly maxLoopLagMs: number;
}

export interface WorkerLoad {
  readonly loopLagMs: number;
  readonly consumers: number;
}

/** No worker takes what was asked for; another node may, or a later time. */
export class MediaFull extends Error {
  override readonly name = 'MediaFull';
  readonly code = 'media_full';
}

/** @param more consumers that are asked for */
export function hasRoom(load: WorkerLoad, limits: Admission, more = 1): boolean {
  return load.consumers + more <= limits.maxConsumers && load.loopLagMs <= limits.maxLoopLagMs;
}
