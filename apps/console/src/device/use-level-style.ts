import { type RefObject, useEffect } from 'react';
import { watchLevel } from './level-meter.ts';
import { useSound } from './sound-context.tsx';

/** Keeps `--level` (0 to 1) of the element at the stream's loudness, without rendering anything. */
export function useLevelStyle(
  stream: MediaStream | null,
  element: RefObject<HTMLElement | null>,
): void {
  const sound = useSound();
  const trackId = stream?.getAudioTracks()[0]?.id;
  useEffect(() => {
    if (!stream || trackId === undefined) return undefined;
    return watchLevel(sound(), stream, (level) => {
      element.current?.style.setProperty('--level', level.toFixed(3));
    });
  }, [stream, trackId, sound, element]);
}
