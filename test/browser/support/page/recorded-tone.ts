/** Length of one recording, in milliseconds. */
const pieceMs = 400;
const [lowestHz, highestHz, stepHz] = [200, 3000, 20] as const;
const silentBelow = 0.002;

/**
 * The strongest tone of a track, found by recording it piece by piece: for a browser that lets no
 * AudioContext run where there is no sound card.
 */
export class RecordedTone {
  readonly #track: MediaStreamTrack;
  /** Of the last piece; 0 in silence. */
  toneHz = 0;

  constructor(track: MediaStreamTrack) {
    this.#track = track;
    void this.#listen();
  }

  async #listen(): Promise<void> {
    const decoder = new OfflineAudioContext(1, 1, 48_000);
    while (this.#track.readyState === 'live') {
      const piece = await record(this.#track);
      // A piece without a single packet cannot be decoded, and is silent.
      const sound = await decoder.decodeAudioData(piece).catch(() => undefined);
      this.toneHz =
        sound === undefined ? 0 : strongestHz(sound.getChannelData(0), sound.sampleRate);
    }
  }
}

function record(track: MediaStreamTrack): Promise<ArrayBuffer> {
  const recorder = new MediaRecorder(new MediaStream([track]));
  const chunks: Blob[] = [];
  return new Promise((resolve) => {
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.onstop = () => resolve(new Blob(chunks).arrayBuffer());
    recorder.onstart = () =>
      setTimeout(() => recorder.state === 'recording' && recorder.stop(), pieceMs);
    recorder.start();
  });
}

function strongestHz(samples: Float32Array, sampleRate: number): number {
  let strongest = { hz: 0, level: silentBelow };
  for (let hz = lowestHz; hz <= highestHz; hz += stepHz) {
    const level = levelAt(samples, (2 * Math.PI * hz) / sampleRate);
    if (level > strongest.level) strongest = { hz, level };
  }
  return strongest.hz;
}

/** The amplitude at one frequency (a bin of the discrete Fourier transform). */
function levelAt(samples: Float32Array, radiansPerSample: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, index) => {
    real += sample * Math.cos(radiansPerSample * index);
    imaginary += sample * Math.sin(radiansPerSample * index);
  });
  return Math.hypot(real, imaginary) / samples.length;
}
