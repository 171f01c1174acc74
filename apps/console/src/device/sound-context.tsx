import { createContext, type ReactNode, use, useCallback, useEffect, useRef } from 'react';
import { usePreferences } from '../preferences/preferences-context.tsx';
import { playTone } from './tone-player.ts';
import type { Tone } from './tones.ts';

/** Gives the page's one audio context, made when it is first needed. */
const SoundContext = createContext<(() => AudioContext) | null>(null);

export function SoundProvider({ children }: { readonly children: ReactNode }) {
  const held = useRef<AudioContext | null>(null);
  const context = useCallback(() => {
    held.current ??= new AudioContext();
    return held.current;
  }, []);
  useEffect(() => {
    // Browsers let a page sound only after it was touched.
    const wake = (): void => void held.current?.resume();
    window.addEventListener('pointerdown', wake);
    window.addEventListener('keydown', wake);
    return () => {
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
      void held.current?.close();
      held.current = null;
    };
  }, []);
  return <SoundContext value={context}>{children}</SoundContext>;
}

export function useSound(): () => AudioContext {
  const context = use(SoundContext);
  if (!context) throw new Error('useSound needs a SoundProvider above it');
  return context;
}

/** Plays `tone` on the chosen speaker as long as there is one. */
export function useTone(tone: Tone | null): void {
  const sound = useSound();
  const { speaker } = usePreferences().values;
  useEffect(() => {
    if (!tone) return undefined;
    const context = sound();
    void chooseSink(context, speaker ?? '');
    return playTone(context, tone, context.destination);
  }, [tone, sound, speaker]);
}

/** Only some browsers let an audio context have another speaker than the system's. */
async function chooseSink(context: AudioContext, deviceId: string): Promise<void> {
  if (!('setSinkId' in context) || typeof context.setSinkId !== 'function') return;
  try {
    await context.setSinkId(deviceId);
  } catch {
    // Unplugged since it was chosen: the system's speaker does.
  }
}
