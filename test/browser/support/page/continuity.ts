/** Runs in the audio thread: the longest run of samples in which nothing was to be heard. */
const worklet = `
registerProcessor('silence', class extends AudioWorkletProcessor {
  #quiet = 0;
  #longest = 0;
  constructor() {
    super();
    this.port.onmessage = () => this.port.postMessage(this.#longest);
  }
  process([input]) {
    const samples = input[0] ?? [];
    const audible = samples.some((sample) => Math.abs(sample) > 0.02);
    this.#quiet = audible ? 0 : this.#quiet + 128;
    this.#longest = Math.max(this.#longest, this.#quiet);
    return true;
  }
});
`;

/** Listens to a stream without a pause, whatever tracks it has, and measures the longest silence. */
export class Continuity {
  readonly #context: AudioContext;
  readonly #meter: AudioWorkletNode;
  readonly #stream: MediaStream;
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();

  private constructor(context: AudioContext, stream: MediaStream) {
    this.#context = context;
    this.#stream = stream;
    this.#meter = new AudioWorkletNode(context, 'silence', { channelCount: 1 });
    this.#meter.connect(context.destination);
    this.#follow();
    setInterval(() => this.#follow(), 5);
  }

  static async of(stream: MediaStream): Promise<Continuity> {
    const context = new AudioContext();
    await context.resume();
    const url = URL.createObjectURL(new Blob([worklet], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url);
    return new Continuity(context, stream);
  }

  /** In milliseconds. */
  async longestSilence(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#meter.port.onmessage = ({ data }) => resolve(Number(data));
    this.#meter.port.postMessage(null);
    return ((await promise) * 1000) / this.#context.sampleRate;
  }

  #follow(): void {
    const tracks = this.#stream.getAudioTracks();
    for (const track of tracks) {
      if (this.#sources.has(track)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#meter);
      this.#sources.set(track, source);
    }
    for (const [track, source] of this.#sources) {
      if (tracks.includes(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
  }
}
