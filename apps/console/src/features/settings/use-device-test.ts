import type { CallProblem } from '@sky-genesis/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deviceProblem } from '../../device/device-problem.ts';
import { deviceWish, openDevices, stopStream } from '../../device/open-devices.ts';
import { usePreferences } from '../../preferences/preferences-context.tsx';

interface DeviceTest {
  readonly stream: MediaStream | null;
  readonly problem: CallProblem['code'] | null;
  readonly start: () => void;
  readonly stop: () => void;
}

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
      else stopStream(found);
    };
    open(deviceWish(microphone), deviceWish(camera)).then(take, (error: unknown) => {
      if (mine !== latest.current) return;
      setProblem(deviceProblem(error));
      setRunning(false);
    });
    return () => {
      if (opened) stopStream(opened);
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
  try {
    return await openDevices({ audio, video });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') {
      return openDevices({ audio });
    }
    throw error;
  }
}
