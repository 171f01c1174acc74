import type { MediaEngine } from '../src/domain/media/index.ts';

const never = () => Promise.reject(new Error('not asked for'));

/** A media engine that does what the test says, and nothing else. */
export function idleEngine(does: Partial<MediaEngine>): MediaEngine {
  return {
    ...{ open: never, offer: never, answer: never, receive: never },
    ...{ close: () => {}, closeRoom: () => {}, want: () => {}, block: () => {}, warm: () => {} },
    subscribe: () => () => {},
    ...does,
  };
}
