import { Emitter } from '../core/emitter.ts';
import { capture, captureOne, captureScreen } from './capture.ts';
import { MediaProblem } from './media-problem.ts';

/** What goes out to every peer. */
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

/** This user's microphone, camera and screen within one call. */
export class LocalMedia {
  /** Oldest first. */
  readonly problems: MediaProblem[] = [];
  readonly #emitter = new Emitter<LocalMediaEvents>();
  #stream: MediaStream | undefined;
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #muted = false;
  #closed = false;

  readonly on: Emitter<LocalMediaEvents>['on'] = (event, listener) =>
    this.#emitter.on(event, listener);

  /** Holds what the others get; null while that is nothing. */
  get stream(): MediaStream | null {
    const { audio, video } = this.outgoing;
    return audio === null && video === null ? null : (this.#stream ?? null);
  }

  get outgoing(): OutgoingTracks {
    return { audio: this.#microphone, video: this.#screen ?? this.#camera };
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

  /** Opens what there is; what is missing is a problem, not a failure. */
  async open(video: boolean): Promise<void> {
    const { microphone, camera, problems } = await capture(video);
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
      const track = await this.#attempt(captureScreen);
      if (track !== null) this.takeScreen(track);
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

  takeScreen(track: MediaStreamTrack): void {
    if (this.#closed) {
      track.stop();
      return;
    }
    this.#screen = track;
    track.addEventListener('ended', () => {
      if (this.#screen !== track) return;
      this.#screen = null;
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
    for (const track of [this.#microphone, this.#camera, this.#screen]) track?.stop();
    this.#microphone = null;
    this.#camera = null;
    this.#screen = null;
    this.#show();
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
    const screen = this.#screen;
    this.#screen = null;
    screen?.stop();
  }

  async #attempt(open: () => Promise<MediaStreamTrack>): Promise<MediaStreamTrack | null> {
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
    // Made when there is something to hold: a page that only declines needs no media at all.
    if (audio !== null || video !== null) this.#stream ??= new MediaStream();
    for (const track of this.#stream?.getTracks() ?? []) {
      if (track !== audio && track !== video) this.#stream?.removeTrack(track);
    }
    if (audio !== null) this.#stream?.addTrack(audio);
    if (video !== null) this.#stream?.addTrack(video);
  }
}
