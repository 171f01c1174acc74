import { useCallback, useEffect, useState } from 'react';

export interface Devices {
  readonly audioinput: readonly MediaDeviceInfo[];
  readonly videoinput: readonly MediaDeviceInfo[];
  readonly audiooutput: readonly MediaDeviceInfo[];
}

const none: Devices = { audioinput: [], videoinput: [], audiooutput: [] };

/**
 * The devices of this machine, kept up to date. Until a permission is given, browsers tell neither
 * names nor ids; a page that has opened a `stream` asks again.
 */
export function useDevices(stream: MediaStream | null): Devices {
  const [devices, setDevices] = useState(none);
  const read = useCallback(() => {
    // Absent on pages that are not secure.
    navigator.mediaDevices?.enumerateDevices().then(
      (all) => setDevices(sorted(all)),
      () => setDevices(none),
    );
  }, []);
  const opened = stream?.id;
  useEffect(() => {
    if (opened !== null) read();
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', read);
  }, [read, opened]);
  return devices;
}

/** By kind; without the entries that repeat the system's default, which has its own choice. */
function sorted(all: readonly MediaDeviceInfo[]): Devices {
  const of = (kind: MediaDeviceKind): readonly MediaDeviceInfo[] =>
    all.filter(
      (device) =>
        device.kind === kind &&
        device.deviceId !== '' &&
        device.deviceId !== 'default' &&
        device.deviceId !== 'communications',
    );
  return {
    audioinput: of('audioinput'),
    videoinput: of('videoinput'),
    audiooutput: of('audiooutput'),
  };
}
