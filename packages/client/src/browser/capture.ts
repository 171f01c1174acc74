import { MediaProblem, mediaProblem, type Source } from './media-problem.ts';

export interface Captured {
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly problems: readonly MediaProblem[];
}

const cameraShape = { width: { ideal: 1280 }, height: { ideal: 720 } };

export interface Wanted {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** Opens what there is of microphone and camera, under one prompt where both are there. */
export async function capture(wanted: Wanted): Promise<Captured> {
  if (!wanted.microphone || !wanted.camera) return await captureEach(wanted);
  try {
    const stream = await devices().getUserMedia({ audio: true, video: cameraShape });
    const microphone = stream.getAudioTracks()[0] ?? null;
    return { microphone, camera: stream.getVideoTracks()[0] ?? null, problems: [] };
  } catch {
    // The error does not tell which of the two is missing.
    return await captureEach(wanted);
  }
}

async function captureEach(wanted: Wanted): Promise<Captured> {
  const problems: MediaProblem[] = [];
  const attempt = async (source: 'microphone' | 'camera') => {
    if (!wanted[source]) return null;
    try {
      return await captureOne(source);
    } catch (error) {
      problems.push(error instanceof MediaProblem ? error : mediaProblem(source, error));
      return null;
    }
  };
  const microphone = await attempt('microphone');
  return { microphone, camera: await attempt('camera'), problems };
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

export interface CapturedScreen {
  readonly picture: MediaStreamTrack;
  /** Null where the browser or its user gives none. */
  readonly sound: MediaStreamTrack | null;
}

/** The browser asks which screen, window or tab. @throws MediaProblem `screen_denied` */
export async function captureScreen(sound: boolean): Promise<CapturedScreen> {
  const constraints = { video: true, audio: sound };
  const tracks = await tracksOf('screen', () => devices().getDisplayMedia(constraints));
  const picture = tracks.find(({ kind }) => kind === 'video');
  if (picture === undefined) throw mediaProblem('screen', undefined);
  // Text must stay sharp; frames may be dropped instead.
  picture.contentHint = 'detail';
  return { picture, sound: tracks.find(({ kind }) => kind === 'audio') ?? null };
}

async function firstTrack(
  source: Source,
  open: () => Promise<MediaStream>,
): Promise<MediaStreamTrack> {
  const [track] = await tracksOf(source, open);
  if (track === undefined) throw mediaProblem(source, undefined);
  return track;
}

async function tracksOf(
  source: Source,
  open: () => Promise<MediaStream>,
): Promise<readonly MediaStreamTrack[]> {
  try {
    return (await open()).getTracks();
  } catch (error) {
    throw mediaProblem(source, error);
  }
}

/** Absent on pages that are not secure contexts, whatever the types say. */
function devices(): MediaDevices {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) throw new DOMException('not a secure context', 'SecurityError');
  return mediaDevices;
}
