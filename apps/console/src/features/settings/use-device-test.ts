import type { CallProblem } from '@sky-genesis/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deviceProblem } from '../../device/device-problem.ts';
import { usePreferences } from '../../preferences/preferences-context.tsx';

interface DeviceTest {
  readonly stream: MediaStream | null;
  readonly problem: CallProblem['code'] | null;
  readonly start: () => void;
  readonly stop: () => void;
}

const wanted = (deviceId: string | undefined): MediaTrackConstraints | true =>
  deviceId === undefined ? true : { deviceId: { ideal: deviceId } };

/** Opens the chosen camera and microphone for a look, and closes them when the page is left. */
export function useDeviceTest(): DeviceTest {
  const { microphone, camera } = usePreferences().values;
  const [running, setRunning] = useState(false);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<CallProblem['code'] | null>(null);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const mine = latest.current;
    if (!running) return undefined;
    let opened: MediaStream | undefined;
    const take = (found: MediaStream): void => {
      opened = found;
      if (mine === latest.current) setStream(found);
      else stopAll(found);
    };
    open(wanted(microphone), wanted(camera)).then(take, (error: unknown) => {
      if (mine !== latest.current) return;
      setProblem(deviceProblem(error));
      setRunning(false);
    });
    return () => {
      if (opened) stopAll(opened);
      setStream(null);
    };
  }, [running, microphone, camera]);
  const start = useCallback(() => {
    setProblem(null);
    setRunning(true);
  }, []);
  const stop = useCallback(() => setRunning(false), []);
  return { stream, problem, start, stop };
}

/** Without a camera the microphone alone is worth a test. */
async function open(
  audio: MediaTrackConstraints | true,
  video: MediaTrackConstraints | true,
): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  if (!mediaDevices) throw new DOMException('not a secure page', 'NotAllowedError');
  try {
    return await mediaDevices.getUserMedia({ audio, video });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') {
      return mediaDevices.getUserMedia({ audio });
    }
    throw error;
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
