import type { CallSession } from '@sky-genesis/client';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../../preferences/preferences-context.tsx';
import { switchDevice } from './switch-device.ts';

/** Takes the devices chosen in the settings as soon as the call or meeting has opened the system's own. */
export function usePreferredDevices(
  call: Pick<CallSession, 'localStream' | 'sharingScreen' | 'useDevice'>,
): void {
  const { microphone, camera } = usePreferences().values;
  const settled = useRef(false);
  const stream = call.localStream;
  useEffect(() => {
    if (!stream || settled.current) return;
    settled.current = true;
    const switchTo = (
      kind: 'audioinput' | 'videoinput',
      track: MediaStreamTrack | undefined,
      wanted: string | undefined,
    ): void => {
      if (!track || wanted === undefined || track.getSettings().deviceId === wanted) return;
      // A device that is no longer there is told as a problem by the call itself.
      switchDevice(call, kind, wanted).catch(() => undefined);
    };
    switchTo('audioinput', stream.getAudioTracks()[0], microphone);
    const picture = call.sharingScreen ? undefined : stream.getVideoTracks()[0];
    switchTo('videoinput', picture, camera);
  }, [call, stream, microphone, camera]);
}
