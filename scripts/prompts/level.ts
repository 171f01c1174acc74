const FULL = 32_768;
/** Speech of this root mean square is as loud as a talker on a telephone line (ITU-T P.56 would have it near -20 dBov). */
const WANTED_RMS = FULL * 10 ** (-20 / 20);
/** G.722 clips beyond. */
const MAX_PEAK = FULL * 10 ** (-2 / 20);

/** The same sound, all prompts equally loud, and none clipped. */
export function levelled(samples: Int16Array): Int16Array {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  const rms = Math.sqrt(energy / Math.max(1, samples.length));
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  const gain = Math.min(WANTED_RMS / Math.max(1, rms), MAX_PEAK / peak);
  return samples.map((sample) => Math.round(sample * gain));
}
