import { RecordedTone } from './recorded-tone.ts';

let sharedContext: AudioContext | undefined;

/** One for the page: each costs a thread. */
function listening(): AudioContext {
  sharedContext ??= new AudioContext();
  void sharedContext.resume();
  return sharedContext;
}

/** Sees and hears one remote stream as a person would: by its sound and its picture. */
export class Observer {
  readonly #audio = document.createElement('audio');
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  readonly #stream: MediaStream;
  #analyser: AnalyserNode | undefined;
  #heard: MediaStreamTrack | undefined;
  #recorded: RecordedTone | undefined;
  readonly #records: boolean;
  #frameAtMs = 0;
  #longestGapMs = 0;

  /** @param options `records`: listens by recording, not by an AudioContext */
  constructor(
    stream: MediaStream,
    { records, firstFrame }: { readonly records: boolean; readonly firstFrame?: () => void },
  ) {
    this.#stream = stream;
    this.#records = records;
    this.#canvas.width = 1;
    this.#canvas.height = 1;
    for (const element of [this.#audio, this.#video]) {
      element.autoplay = true;
      element.muted = true;
      element.srcObject = stream;
      // Out of the middle, which a shared screen is judged by.
      element.style = 'position: fixed; top: 0; left: 0; width: 80px';
      document.body.append(element);
    }
    this.#video.requestVideoFrameCallback(() => {
      firstFrame?.();
      this.#frame();
    });
  }

  /** The longest time without a new picture since `restartGap`, the present one included, in milliseconds. */
  get longestGapMs(): number {
    return Math.max(this.#longestGapMs, performance.now() - this.#frameAtMs);
  }

  /** Of the picture as it is decoded now, in pixels; 0 before a first frame. */
  get width(): number {
    return this.#video.videoWidth;
  }

  restartGap(): void {
    this.#frameAtMs = performance.now();
    this.#longestGapMs = 0;
  }

  /** The strongest frequency of what is heard, in hertz; 0 in silence. */
  toneHz(): number {
    if (this.#records) return this.#record()?.toneHz ?? 0;
    const analyser = this.#listen();
    if (analyser === undefined) return 0;
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const strongest = levels.reduce(
      (best, level, bin) => (level > (levels[best] ?? 0) ? bin : best),
      0,
    );
    const silentBelowDb = -60;
    if ((levels[strongest] ?? Number.NEGATIVE_INFINITY) < silentBelowDb) return 0;
    return (strongest * analyser.context.sampleRate) / analyser.fftSize;
  }

  /** Red, green and blue of the picture's middle, 0 to 255; null before a first frame. */
  colour(): readonly number[] | null {
    const { videoWidth, videoHeight } = this.#video;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (videoWidth === 0 || context === null) return null;
    context.drawImage(this.#video, videoWidth / 2, videoHeight / 2, 1, 1, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }

  #frame(): void {
    const nowMs = performance.now();
    this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - this.#frameAtMs);
    this.#frameAtMs = nowMs;
    this.#video.requestVideoFrameCallback(() => this.#frame());
  }

  #record(): RecordedTone | undefined {
    const [track] = this.#stream.getAudioTracks();
    if (track === undefined || this.#heard === track) return this.#recorded;
    this.#heard = track;
    this.#recorded = new RecordedTone(track);
    return this.#recorded;
  }

  #listen(): AnalyserNode | undefined {
    const [track] = this.#stream.getAudioTracks();
    if (track === undefined) return undefined;
    if (this.#heard === track) return this.#analyser;
    this.#heard = track;
    const context = listening();
    this.#analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    return this.#analyser;
  }
}
