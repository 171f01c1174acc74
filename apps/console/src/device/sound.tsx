import { useEffect, useState } from 'react';
import { usePreferences } from '../preferences/preferences-context.tsx';

/** Lets a stream be heard on the chosen speaker, as long as it is there. `silent`: for a while it is not. */
export function Sound(props: { readonly stream: MediaStream; readonly silent?: boolean }) {
  const [audio] = useState(() => new Audio());
  const speaker = usePreferences().values.speaker ?? '';
  const { stream, silent = false } = props;
  useEffect(() => {
    audio.srcObject = stream;
    // Refused only where the page was never touched; the next touch starts it.
    const start = (): void => void audio.play().catch(() => undefined);
    start();
    window.addEventListener('pointerdown', start, { once: true });
    return () => {
      window.removeEventListener('pointerdown', start);
      audio.pause();
      audio.srcObject = null;
    };
  }, [audio, stream]);
  useEffect(() => {
    audio.muted = silent;
  }, [audio, silent]);
  useEffect(() => {
    if (!('setSinkId' in audio)) return;
    // Unplugged since it was chosen: the system's speaker does.
    audio.setSinkId(speaker).catch(() => undefined);
  }, [audio, speaker]);
  return null;
}
