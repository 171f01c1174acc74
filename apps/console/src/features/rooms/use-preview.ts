import type { CallProblem } from '@sky-genesis/client';
import { useEffect, useState } from 'react';
import { deviceProblem } from '../../device/device-problem.ts';

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
    open(kind, deviceId).then(
      (stream) => {
        if (!current) stop(stream);
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
      if (opened) stop(opened);
      setPreview(nothing);
    };
  }, [kind, on, deviceId]);
  return preview;
}

async function open(kind: 'audio' | 'video', deviceId: string | undefined): Promise<MediaStream> {
  // Absent on pages that are not secure contexts, whatever the types say.
  const { mediaDevices } = navigator;
  if (!mediaDevices) throw new DOMException('not a secure page', 'NotAllowedError');
  const wanted = deviceId === undefined ? true : { deviceId: { ideal: deviceId } };
  return await mediaDevices.getUserMedia({ [kind]: wanted });
}

function problemOf(kind: 'audio' | 'video', error: unknown): CallProblem['code'] {
  const code = deviceProblem(error);
  if (kind === 'audio' || code === 'device_busy') return code;
  return code === 'microphone_missing' ? 'camera_missing' : 'camera_denied';
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
