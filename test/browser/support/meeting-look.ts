import type { Page } from 'playwright-core';

/** Which tone somebody's microphone gives, and which colour their camera. */
export interface Look {
  readonly toneHz: number;
  readonly rgb: readonly [red: number, green: number, blue: number];
}

/**
 * Runs in a page before its own scripts: camera and microphone give the look. It stands alone, since it
 * crosses over to the page as text.
 */
export function takeLook({ toneHz, rgb }: Look): void {
  const { mediaDevices } = navigator;
  // Absent on the blank page.
  if (mediaDevices === undefined) return;
  const tone = async (): Promise<readonly MediaStreamTrack[]> => {
    const context = new AudioContext();
    await context.resume();
    const target = new MediaStreamAudioDestinationNode(context);
    const oscillator = new OscillatorNode(context, { frequency: toneHz });
    oscillator.connect(new GainNode(context, { gain: 0.5 })).connect(target);
    oscillator.start();
    return target.stream.getAudioTracks();
  };
  const picture = (): readonly MediaStreamTrack[] => {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    const stream = canvas.captureStream(10);
    const [track] = stream.getVideoTracks();
    const timer = setInterval(() => {
      if (context === null || track?.readyState === 'ended') {
        clearInterval(timer);
        return;
      }
      // A canvas gives a frame only when it is drawn on.
      context.fillStyle = `rgb(${rgb.join(' ')})`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 100);
    return stream.getVideoTracks();
  };
  mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
    const tracks: MediaStreamTrack[] = [];
    if (audio !== undefined && audio !== false) tracks.push(...(await tone()));
    if (video !== undefined && video !== false) tracks.push(...picture());
    return new MediaStream(tracks);
  };
}

/** Keeps what the page lets be heard, and tells the strongest frequencies of it. Stands alone, too. */
export function openEars(): void {
  const sounds: HTMLAudioElement[] = [];
  const ears = new Map<string, AnalyserNode>();
  const earOf = (track: MediaStreamTrack): AnalyserNode => {
    const known = ears.get(track.id);
    if (known !== undefined) return known;
    const context = new AudioContext();
    void context.resume();
    const ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    ears.set(track.id, ear);
    return ear;
  };
  const strongestHz = (track: MediaStreamTrack): number => {
    const ear = earOf(track);
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const strongest = levels.reduce(
      (best, level, bin) => (level > (levels[best] ?? 0) ? bin : best),
      0,
    );
    const audible = (levels[strongest] ?? Number.NEGATIVE_INFINITY) > -60;
    return audible ? (strongest * ear.context.sampleRate) / ear.fftSize : 0;
  };
  const heardHz = (): readonly number[] =>
    sounds.flatMap(({ srcObject, muted, paused }) => {
      const heard = srcObject instanceof MediaStream && !muted && !paused;
      return heard ? srcObject.getAudioTracks().map(strongestHz) : [];
    });
  Object.assign(globalThis, { heardHz });
  const Plain = globalThis.Audio;
  globalThis.Audio = class extends Plain {
    constructor() {
      super();
      sounds.push(this);
    }
  };
}

const limitMs = 25_000;

/** Resolves once the tone is the strongest sound of something that the page lets be heard. */
export async function hears(page: Page, { toneHz }: Look): Promise<void> {
  await listens(page, toneHz, true);
}

/** Resolves once nothing that is heard sounds like that any more. */
export async function hearsNoMore(page: Page, { toneHz }: Look): Promise<void> {
  await listens(page, toneHz, false);
}

async function listens(page: Page, toneHz: number, wanted: boolean): Promise<void> {
  await page.waitForFunction(
    (question) => {
      const tell: unknown = Reflect.get(globalThis, 'heardHz');
      const heardHz: readonly number[] = typeof tell === 'function' ? tell() : [];
      const isHeard = heardHz.some((hz) => Math.abs(hz - question.toneHz) < question.toneHz / 10);
      return isHeard === question.wanted;
    },
    { toneHz, wanted },
    { timeout: limitMs, polling: 100 },
  );
}

/** Resolves once the picture of this label moves and has the look's colour, but for what coding does to it. */
export async function seesLook(page: Page, label: string, { rgb }: Look): Promise<void> {
  await page.waitForFunction(
    ({ wanted, colour }) => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${wanted}"]`);
      if (video === null || video.videoWidth === 0) return false;
      if (video.getVideoPlaybackQuality().totalVideoFrames < 5) return false;
      const canvas = document.createElement('canvas');
      canvas.width = 1;
      canvas.height = 1;
      const context = canvas.getContext('2d');
      context?.drawImage(video, 0, 0, 1, 1);
      const seen = context?.getImageData(0, 0, 1, 1).data ?? [];
      return colour.every((value, index) => Math.abs(value - (seen[index] ?? 0)) < 48);
    },
    { wanted: label, colour: rgb },
    { timeout: limitMs, polling: 100 },
  );
}
