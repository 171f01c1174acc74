import type { CallProblem } from '@sky-genesis/client';
import { useEffect, useState } from 'react';
import { deviceProblem } from '../../device/device-problem.ts';
import { deviceWish, openDevices, stopStream } from '../../device/open-devices.ts';

interface Preview {
  readonly stream: MediaStream | null;
  readonly problem: CallProblem['code'] | null;
}

const nothing: Preview = { stream: null, problem: null };

/**
 * One device, open for a look while `on`.
 *
 * @param deviceId the chosen one; undefined: the system's own
 */
export function usePreview(
  kind: 'audio' | 'video',
  on: boolean,
  deviceId: string | undefined,
): Preview {
  const [preview, setPreview] = useState(nothing);
  useEffect(() => {
    if (!on) return undefined;
    let current = true;
    let opened: MediaStream | undefined;
    openDevices({ [kind]: deviceWish(deviceId) }).then(
      (stream) => {
        if (!current) stopStream(stream);
        else {
          opened = stream;
          setPreview({ stream, problem: null });
        }
      },
      (error: unknown) => {
        if (current) setPreview({ stream: null, problem: problemOf(kind, error) });
      },
    );
    return () => {
      current = false;
      if (opened) stopStream(opened);
      setPreview(nothing);
    };
  }, [kind, on, deviceId]);
  return preview;
}

function problemOf(kind: 'audio' | 'video', error: unknown): CallProblem['code'] {
  const code = deviceProblem(error);
  if (kind === 'audio' || code === 'device_busy') return code;
  return code === 'microphone_missing' ? 'camera_missing' : 'camera_denied';
}
