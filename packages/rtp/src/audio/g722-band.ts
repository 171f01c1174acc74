// ITU-T G.722 (09/2012), clause 3.6 and figures 3.4 to 3.9: what encoder and decoder share of one sub-band.
// Integers throughout, with the word lengths of table 11 and its saturation.

/** Quantizer scale factors, logarithmic to linear (table 14). */
const INVERSE_LOG = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
  2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];

export function saturate(value: number): number {
  return Math.max(-32_768, Math.min(32_767, value));
}

/** Block SCALEL and SCALEH: the step that a logarithmic scale factor stands for. */
export function scale(factor: number, shift: number): number {
  const mantissa = INVERSE_LOG[(factor >> 6) & 31] ?? 0;
  const exponent = shift - (factor >> 11);
  return (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
}

/**
 * The adaptive predictor of one sub-band: two poles, six zeros (blocks PARREC to PREDIC). It follows the
 * quantized differences alone, so encoder and decoder stay together.
 */
export class SubBand {
  /** What is predicted of the next sample. */
  prediction = 0;
  /** Logarithmic scale factor of the quantizer (NB). */
  factor = 0;
  /** The step that it stands for (DET). */
  step: number;
  #zeroPart = 0;
  readonly #poles = new Int32Array(2);
  readonly #zeros = new Int32Array(6);
  /** The last reconstructed samples and quantized differences, the newest first. */
  readonly #samples = new Int32Array(2);
  readonly #differences = new Int32Array(6);
  /** Signs of the last partial reconstructions. */
  readonly #partials = new Int32Array(2);

  constructor(firstStep: number) {
    this.step = firstStep;
  }

  /** Takes a quantized difference, and predicts anew (block 4 of figures 3.4 and 3.5). */
  update(difference: number): void {
    const sample = saturate(this.prediction + difference);
    const partial = saturate(this.#zeroPart + difference);
    this.#adaptPoles(partial);
    this.#adaptZeros(difference);
    this.#shift(sample, partial, difference);
    this.#predict();
  }

  /** UPPOL1 and UPPOL2. */
  #adaptPoles(partial: number): void {
    const [first = 0, second = 0] = this.#poles;
    const [before = 0, beforeThat = 0] = this.#partials;
    const sameFirst = sign(partial) === sign(before);
    const sameSecond = sign(partial) === sign(beforeThat);
    const scaled = saturate(first << 2);
    const turned = sameFirst ? -scaled : scaled;
    const step = Math.min(32_767, turned) >> 7;
    const wanted = step + (sameSecond ? 128 : -128) + ((second * 32_512) >> 15);
    const nextSecond = Math.max(-12_288, Math.min(12_288, wanted));
    const leaked = (sameFirst ? 192 : -192) + ((first * 32_640) >> 15);
    const bound = saturate(15_360 - nextSecond);
    this.#poles[0] = Math.max(-bound, Math.min(bound, saturate(leaked)));
    this.#poles[1] = nextSecond;
  }

  /** UPZERO. */
  #adaptZeros(difference: number): void {
    const step = difference === 0 ? 0 : 128;
    for (let i = 0; i < 6; i += 1) {
      const same = sign(this.#differences[i] ?? 0) === sign(difference);
      const leaked = ((this.#zeros[i] ?? 0) * 32_640) >> 15;
      this.#zeros[i] = saturate((same ? step : -step) + leaked);
    }
  }

  /** DELAYA. */
  #shift(sample: number, partial: number, difference: number): void {
    this.#differences.copyWithin(1, 0, 5);
    this.#differences[0] = difference;
    this.#samples[1] = this.#samples[0] ?? 0;
    this.#samples[0] = sample;
    this.#partials[1] = this.#partials[0] ?? 0;
    this.#partials[0] = partial;
  }

  /** FILTEP, FILTEZ and PREDIC. */
  #predict(): void {
    let poles = 0;
    for (let i = 0; i < 2; i += 1) {
      const doubled = saturate(2 * (this.#samples[i] ?? 0));
      poles += ((this.#poles[i] ?? 0) * doubled) >> 15;
    }
    let zeros = 0;
    for (let i = 0; i < 6; i += 1) {
      const doubled = saturate(2 * (this.#differences[i] ?? 0));
      zeros += ((this.#zeros[i] ?? 0) * doubled) >> 15;
    }
    this.#zeroPart = saturate(zeros);
    this.prediction = saturate(saturate(poles) + this.#zeroPart);
  }
}

function sign(value: number): number {
  return value < 0 ? 1 : 0;
}
