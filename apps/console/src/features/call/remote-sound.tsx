import type { CallSession } from '@sky-genesis/client';
import { useEffect, useState } from 'react';
import { usePreferences } from '../../preferences/preferences-context.tsx';
import { useCall } from './use-call.ts';

/** The others' sound. Apart from their pictures, so that it goes on while the stage is put away. */
export function RemoteSound({ call }: { readonly call: CallSession }) {
  useCall(call);
  return call.remotes.map(({ userId, stream }) => <Sound key={userId} stream={stream} />);
}

function Sound({ stream }: { readonly stream: MediaStream }) {
  const [audio] = useState(() => new Audio());
  const speaker = usePreferences().values.speaker ?? '';
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
    if (!('setSinkId' in audio)) return;
    // Unplugged since it was chosen: the system's speaker does.
    audio.setSinkId(speaker).catch(() => undefined);
  }, [audio, speaker]);
  return null;
}
