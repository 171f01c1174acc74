/** Mono samples of 16 bits, and how many of them are a second. */
export interface Sound {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

/**
 * How much of the sound's energy is this tone's: 1 for it alone, about 0.5 for each of two equally loud ones, 0 where it is
 * not. One bin of a Fourier transform by Goertzel's algorithm (American Mathematical Monthly 65, 1958).
 */
export function shareOf(toneHz: number, { samples, sampleRateHz }: Sound): number {
  const factor = 2 * Math.cos((2 * Math.PI * toneHz) / sampleRateHz);
  let [last, before, energy] = [0, 0, 0];
  for (const sample of samples) {
    [last, before] = [sample + factor * last - before, last];
    energy += sample * sample;
  }
  const bin = last * last + before * before - factor * last * before;
  return energy === 0 ? 0 : (2 * bin) / (samples.length * energy);
}

/** Root mean square, of 32768. */
export function loudness({ samples }: Sound): number {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
}
