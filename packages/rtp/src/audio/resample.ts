/** Long enough that 3.5 kHz passes and 4.5 kHz does not, at 16 kHz. */
const TAPS = 63;

/** A low-pass of a quarter of the sample rate: a sinc under a Hamming window, of unit gain. */
const LOW_PASS = lowPass();

function lowPass(): Float32Array {
  const taps = Float32Array.from({ length: TAPS }, (_, i) => {
    const x = i - (TAPS - 1) / 2;
    const sinc = x === 0 ? 0.5 : Math.sin((Math.PI * x) / 2) / (Math.PI * x);
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (TAPS - 1)));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

/** Halves the sample rate of one stream, of which frames come one after another. */
export class Halver {
  /** The samples before the frame in hand, and the frame. */
  #samples: Float32Array = new Float32Array(TAPS);

  /** Fills the beginning of `into` with half as many samples as `frame` has, an even number; returns how many. */
  process(frame: Int16Array, into: Int16Array): number {
    this.#samples = appended(this.#samples, TAPS - 1, frame);
    const count = Math.min(frame.length >> 1, into.length);
    for (let n = 0; n < count; n += 1) {
      let sum = 0;
      for (let k = 0; k < TAPS; k += 1)
        sum += (LOW_PASS[k] ?? 0) * (this.#samples[TAPS - 1 + 2 * n + 1 - k] ?? 0);
      into[n] = saturated(sum);
    }
    return count;
  }
}

/** Doubles the sample rate of one stream, of which frames come one after another. */
export class Doubler {
  #samples: Float32Array = new Float32Array(TAPS);

  /** Fills the beginning of `into` with twice as many samples as `frame` has; returns how many. */
  process(frame: Int16Array, into: Int16Array): number {
    const before = (TAPS - 1) / 2;
    this.#samples = appended(this.#samples, before, frame);
    const count = Math.min(2 * frame.length, into.length);
    for (let n = 0; n < count; n += 1) {
      let sum = 0;
      // Every other sample of the doubled stream is zero, which leaves half of the taps.
      for (let k = n & 1; k < TAPS; k += 2)
        sum += (LOW_PASS[k] ?? 0) * (this.#samples[before + ((n - k) >> 1)] ?? 0);
      into[n] = saturated(2 * sum);
    }
    return count;
  }
}

/** The last `kept` samples of what was there, then the frame. */
function appended(samples: Float32Array, kept: number, frame: Int16Array): Float32Array {
  const length = kept + frame.length;
  const next = samples.length === length ? samples : new Float32Array(length);
  const from = samples.length - kept;
  if (from >= 0) next.set(samples.subarray(from), 0);
  next.set(frame, kept);
  return next;
}

function saturated(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
