import { Emitter } from '../core/emitter.ts';
import { type CapturedScreen, capture, captureOne, captureScreen, type Wanted } from './capture.ts';
import { HeldStream } from './held-stream.ts';
import { MediaProblem } from './media-problem.ts';
import type { OutgoingMedia } from './uplinks.ts';

/** What goes out to every peer: one picture, the screen while it is shared. */
export interface OutgoingTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export interface LocalMediaEvents {
  /** The tracks or their state have changed. */
  changed: [];
  problem: [problem: MediaProblem];
  /** The share was ended from outside: the browser's own stop button, or its window closed. */
  screenEnded: [];
}

/** This user's microphone, camera and screen within one call or room. */
export class LocalMedia {
  /** Oldest first. */
  readonly problems: MediaProblem[] = [];
  readonly #emitter = new Emitter<LocalMediaEvents>();
  readonly #held = new HeldStream();
  readonly #screenAudio: boolean;
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #screenSound: MediaStreamTrack | null = null;
  #muted = false;
  #closed = false;

  /** @param options `screenAudio`: whether a shared screen may bring its sound */
  constructor({ screenAudio = false }: { readonly screenAudio?: boolean } = {}) {
    this.#screenAudio = screenAudio;
  }

  readonly on: Emitter<LocalMediaEvents>['on'] = (event, listener) =>
    this.#emitter.on(event, listener);

  /** Holds what the others get; null while that is nothing. */
  get stream(): MediaStream | null {
    return this.#held.stream;
  }

  get outgoing(): OutgoingTracks {
    return { audio: this.#microphone, video: this.#screen ?? this.#camera };
  }

  /** The same, each by itself. */
  get sources(): OutgoingMedia {
    return {
      microphone: this.#microphone,
      microphoneMuted: this.#muted,
      camera: this.#camera,
      screen: this.#screen,
      screenAudio: this.#screenSound,
    };
  }

  get microphoneMuted(): boolean {
    return this.#muted || this.#microphone === null;
  }

  get cameraOff(): boolean {
    return this.#camera === null;
  }

  get sharingScreen(): boolean {
    return this.#screen !== null;
  }

  /** Opens what there is; what is missing is a problem, not a failure. An unwanted microphone is a muted one. */
  async open(wanted: Wanted): Promise<void> {
    this.#muted ||= !wanted.microphone;
    const { microphone, camera, problems } = await capture(wanted);
    this.#takeMicrophone(microphone);
    this.#takeCamera(camera);
    this.#settled();
    for (const problem of problems) this.#problem(problem);
  }

  /** Unmuting without a microphone tries to get one. */
  async setMuted(muted: boolean): Promise<void> {
    this.#muted = muted;
    if (!muted && this.#microphone === null) {
      this.#takeMicrophone(await this.#attempt(() => captureOne('microphone')));
    }
    if (this.#microphone !== null) this.#microphone.enabled = !muted;
    this.#settled();
  }

  /** Off releases the device. */
  async setCameraOff(off: boolean): Promise<void> {
    if (off) this.#takeCamera(null);
    else if (this.#camera === null) {
      this.#takeCamera(await this.#attempt(() => captureOne('camera')));
    }
    this.#settled();
  }

  async setScreen(on: boolean): Promise<void> {
    if (on && this.#screen === null) {
      const screen = await this.#attempt(() => captureScreen(this.#screenAudio));
      if (screen !== null) this.takeScreen(screen);
    } else if (!on) this.#takeNoScreen();
    this.#settled();
  }

  async useDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    if (kind === 'audioinput') {
      const track = await this.#attempt(() => captureOne('microphone', deviceId));
      if (track !== null) this.#takeMicrophone(track);
    } else {
      // Many cameras cannot be open twice, and phones have one of two at a time.
      this.#takeCamera(null);
      this.#takeCamera(await this.#attempt(() => captureOne('camera', deviceId)));
    }
    this.#settled();
  }

  takeScreen({ picture, sound }: CapturedScreen): void {
    if (this.#closed) {
      picture.stop();
      sound?.stop();
      return;
    }
    this.#screen = picture;
    this.#screenSound = sound;
    picture.addEventListener('ended', () => {
      if (this.#screen !== picture) return;
      this.#takeNoScreen();
      this.#settled();
      this.#emitter.emit('screenEnded');
    });
    this.#show();
  }

  /** For good: what is still being opened is stopped as it comes. */
  close(): void {
    this.#closed = true;
    this.#emitter.clear();
    this.release();
  }

  release(): void {
    this.#microphone?.stop();
    this.#camera?.stop();
    this.#microphone = null;
    this.#camera = null;
    this.#takeNoScreen();
    this.#settled();
  }

  #takeMicrophone(track: MediaStreamTrack | null): void {
    if (this.#closed) {
      track?.stop();
      return;
    }
    this.#microphone?.stop();
    this.#microphone = track;
    if (track === null) return;
    track.enabled = !this.#muted;
    track.addEventListener('ended', () => {
      if (this.#microphone !== track) return;
      this.#microphone = null;
      this.#settled();
      this.#problem(new MediaProblem('microphone_missing'));
    });
  }

  #takeCamera(track: MediaStreamTrack | null): void {
    if (this.#closed) {
      track?.stop();
      return;
    }
    this.#camera?.stop();
    this.#camera = track;
    track?.addEventListener('ended', () => {
      if (this.#camera !== track) return;
      this.#camera = null;
      this.#settled();
      this.#problem(new MediaProblem('camera_missing'));
    });
  }

  #takeNoScreen(): void {
    const tracks = [this.#screen, this.#screenSound];
    this.#screen = null;
    this.#screenSound = null;
    for (const track of tracks) track?.stop();
  }

  async #attempt<T>(open: () => Promise<T>): Promise<T | null> {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof MediaProblem)) throw error;
      this.#problem(error);
      return null;
    }
  }

  #problem(problem: MediaProblem): void {
    this.problems.push(problem);
    this.#emitter.emit('problem', problem);
  }

  #settled(): void {
    this.#show();
    this.#emitter.emit('changed');
  }

  #show(): void {
    const { audio, video } = this.outgoing;
    this.#held.show([audio, video]);
  }
}
