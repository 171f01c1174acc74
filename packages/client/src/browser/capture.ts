import { MediaProblem, mediaProblem, type Source } from './media-problem.ts';

export interface Captured {
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly problems: readonly MediaProblem[];
}

const cameraShape = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** Opens what there is of microphone and camera, under one prompt where both are there. */
export async function capture(video: boolean): Promise<Captured> {
  if (!video) return await captureEach(false);
  try {
    const stream = await devices().getUserMedia({ audio: true, video: cameraShape });
    const microphone = stream.getAudioTracks()[0] ?? null;
    return { microphone, camera: stream.getVideoTracks()[0] ?? null, problems: [] };
  } catch {
    // The error does not tell which of the two is missing.
    return await captureEach(true);
  }
}

async function captureEach(video: boolean): Promise<Captured> {
  const problems: MediaProblem[] = [];
  const attempt = async (source: 'microphone' | 'camera') => {
    try {
      return await captureOne(source);
    } catch (error) {
      problems.push(error instanceof MediaProblem ? error : mediaProblem(source, error));
      return null;
    }
  };
  const microphone = await attempt('microphone');
  return { microphone, camera: video ? await attempt('camera') : null, problems };
}

/** @throws MediaProblem */
export async function captureOne(
  source: 'microphone' | 'camera',
  deviceId?: string,
): Promise<MediaStreamTrack> {
  const device = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  const constraints =
    source === 'microphone'
      ? { audio: deviceId === undefined ? true : device }
      : { video: { ...cameraShape, ...device } };
  return await firstTrack(source, () => devices().getUserMedia(constraints));
}

/** The browser asks which screen, window or tab. @throws MediaProblem `screen_denied` */
export async function captureScreen(): Promise<MediaStreamTrack> {
  const track = await firstTrack('screen', () => devices().getDisplayMedia({ video: true }));
  // Text must stay sharp; frames may be dropped instead.
  track.contentHint = 'detail';
  return track;
}

async function firstTrack(
  source: Source,
  open: () => Promise<MediaStream>,
): Promise<MediaStreamTrack> {
  try {
    const [track] = (await open()).getTracks();
    if (track !== undefined) return track;
  } catch (error) {
    throw mediaProblem(source, error);
  }
  throw mediaProblem(source, undefined);
}

/** Absent on pages that are not secure contexts, whatever the types say. */
function devices(): MediaDevices {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) throw new DOMException('not a secure context', 'SecurityError');
  return mediaDevices;
}
