import type { Page } from 'playwright-core';

/** Which tone somebody's microphone gives, and which colour their camera. */
export interface Look {
  readonly toneHz: number;
  readonly rgb: readonly [red: number, green: number, blue: number];
}

/**
 * Runs in a page before its own scripts: camera and microphone give the look, and what the page lets be heard is kept
 * where a test can listen to it. It stands alone, since it crosses over to the page as text.
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
  const sounds: HTMLAudioElement[] = [];
  Object.assign(globalThis, { meetingSounds: sounds });
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
  await page.waitForFunction(soundsSo, { toneHz, wanted }, { timeout: limitMs, polling: 100 });
}

/** Stands alone, as `takeLook` does. */
function soundsSo({ toneHz, wanted }: { readonly toneHz: number; readonly wanted: boolean }) {
  const held: Held = globalThis;
  held.meetingEars ??= new Map();
  for (const { srcObject, muted, paused } of held.meetingSounds ?? []) {
    if (!(srcObject instanceof MediaStream) || muted || paused) continue;
    const [track] = srcObject.getAudioTracks();
    if (track === undefined) continue;
    let ear = held.meetingEars.get(track.id);
    if (ear === undefined) {
      const context = new AudioContext();
      void context.resume();
      ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
      context.createMediaStreamSource(new MediaStream([track])).connect(ear);
      held.meetingEars.set(track.id, ear);
    }
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    let strongest = 0;
    levels.forEach((level, bin) => {
      if (level > (levels[strongest] ?? 0)) strongest = bin;
    });
    const heardHz = (strongest * ear.context.sampleRate) / ear.fftSize;
    const audible = (levels[strongest] ?? Number.NEGATIVE_INFINITY) > -60;
    if (audible && Math.abs(heardHz - toneHz) < toneHz / 10) return wanted;
  }
  return !wanted;
}

interface Held {
  meetingSounds?: readonly HTMLAudioElement[];
  meetingEars?: Map<string, AnalyserNode>;
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
