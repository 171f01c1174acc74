/** Decibels below full scale at which a meter begins and ends. */
const quietDb = -52;
const loudDb = -16;

/** Root mean square of samples (−1 to 1) as a share of the meter, 0 to 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db - quietDb) / (loudDb - quietDb)));
}

/** A meter's fall: it rises at once and sinks slowly, so that words are seen, not samples. */
export function settle(before: number, now: number): number {
  return now > before ? now : before * 0.86 + now * 0.14;
}

/**
 * Measures a stream's first audio track with every frame of the screen, until the returned function
 * is called. A stream without audio gives nothing.
 */
export function watchLevel(
  context: AudioContext,
  stream: MediaStream,
  onLevel: (level: number) => void,
): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined;
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let level = 0;
  let frame = requestAnimationFrame(function measure() {
    analyser.getFloatTimeDomainData(samples);
    level = settle(level, levelOf(samples));
    onLevel(level);
    frame = requestAnimationFrame(measure);
  });
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
  };
}
