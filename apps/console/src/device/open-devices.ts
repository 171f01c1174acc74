/** One device, or the system's own where none is chosen. */
export function deviceWish(deviceId: string | undefined): MediaTrackConstraints | true {
  return deviceId === undefined ? true : { deviceId: { ideal: deviceId } };
}

/** @throws DOMException as `getUserMedia` */
export async function openDevices(wanted: MediaStreamConstraints): Promise<MediaStream> {
  // Absent on pages that are not secure contexts, whatever the types say.
  const { mediaDevices } = navigator;
  if (!mediaDevices) throw new DOMException('not a secure page', 'NotAllowedError');
  return await mediaDevices.getUserMedia(wanted);
}

export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
