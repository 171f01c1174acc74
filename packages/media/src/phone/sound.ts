/** Everything that is mixed has this rate: what G.722 carries, and all of speech. */
export const MIX_RATE = 16_000;
export const STEP_MS = 20;
/** Samples of one step. */
export const STEP_SAMPLES = (MIX_RATE * STEP_MS) / 1000;
