import { SubBand, saturate, scale } from './g722-band.ts';
import {
  HIGHER_TWO,
  LOWER_FOUR,
  LOWER_LEVELS,
  LOWER_NEGATIVE,
  LOWER_POSITIVE,
  LOWER_SIX,
  nextHigherFactor,
  nextLowerFactor,
} from './g722-tables.ts';

/** Half of the 24 coefficients of the quadrature mirror filters (table 11); the other half mirrors it. */
const MIRROR = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];
/** Scale factors to steps: SCALEL and SCALEH. */
const LOWER_SHIFT = 8;
const HIGHER_SHIFT = 10;
/** Decision level of the higher quantizer (table 18). */
const HIGHER_LEVEL = 564;

const lowerBand = () => new SubBand(32);
const higherBand = () => new SubBand(8);

/** Encodes 16 kHz to 64 kbit/s, mode 1: one octet for two samples (ITU-T G.722). Its RTP clock is 8 kHz (RFC 3551). */
export class G722Encoder {
  readonly #lower = lowerBand();
  readonly #higher = higherBand();
  readonly #history = new Int32Array(24);

  /** Encodes an even number of samples into half as many octets of `into`; returns how many. */
  encode(samples: Int16Array, into: Uint8Array): number {
    const count = Math.min(samples.length >> 1, into.length);
    for (let i = 0; i < count; i += 1) {
      this.#history.copyWithin(0, 2);
      this.#history[22] = samples[2 * i] ?? 0;
      this.#history[23] = samples[2 * i + 1] ?? 0;
      let [even, odd] = [0, 0];
      for (let tap = 0; tap < 12; tap += 1) {
        odd += (this.#history[2 * tap] ?? 0) * (MIRROR[tap] ?? 0);
        even += (this.#history[2 * tap + 1] ?? 0) * (MIRROR[11 - tap] ?? 0);
      }
      const lower = this.#encodeLower((even + odd) >> 14);
      into[i] = (this.#encodeHigher((even - odd) >> 14) << 6) | lower;
    }
    return count;
  }

  /** QUANTL: six bits. */
  #encodeLower(sample: number): number {
    const band = this.#lower;
    const difference = saturate(sample - band.prediction);
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    let interval = 1;
    while (interval < 30 && magnitude >= ((LOWER_LEVELS[interval] ?? 0) * band.step) >> 12)
      interval += 1;
    const code = (difference < 0 ? LOWER_NEGATIVE : LOWER_POSITIVE)[interval] ?? 0;
    moveLower(band, code);
    return code;
  }

  /** QUANTH: two bits. */
  #encodeHigher(sample: number): number {
    const band = this.#higher;
    const difference = saturate(sample - band.prediction);
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    const large = magnitude >= (HIGHER_LEVEL * band.step) >> 12;
    const code = difference < 0 ? (large ? 0 : 1) : large ? 2 : 3;
    moveHigher(band, code);
    return code;
  }
}

/** Decodes 64 kbit/s, mode 1, to 16 kHz (ITU-T G.722). */
export class G722Decoder {
  readonly #lower = lowerBand();
  readonly #higher = higherBand();
  readonly #history = new Int32Array(24);

  /** Decodes each octet into two samples of `into`; returns how many samples. */
  decode(octets: Uint8Array, into: Int16Array): number {
    const count = Math.min(octets.length, into.length >> 1);
    for (let i = 0; i < count; i += 1) {
      const octet = octets[i] ?? 0;
      const lower = this.#decodeLower(octet & 0x3f);
      const higher = this.#decodeHigher(octet >> 6);
      this.#history.copyWithin(0, 2);
      this.#history[22] = lower + higher;
      this.#history[23] = lower - higher;
      let [first, second] = [0, 0];
      for (let tap = 0; tap < 12; tap += 1) {
        second += (this.#history[2 * tap] ?? 0) * (MIRROR[tap] ?? 0);
        first += (this.#history[2 * tap + 1] ?? 0) * (MIRROR[11 - tap] ?? 0);
      }
      into[2 * i] = saturate(first >> 11);
      into[2 * i + 1] = saturate(second >> 11);
    }
    return 2 * count;
  }

  #decodeLower(code: number): number {
    const band = this.#lower;
    const difference = ((LOWER_SIX[code] ?? 0) * band.step) >> 15;
    const sample = limited(band.prediction + difference);
    moveLower(band, code);
    return sample;
  }

  #decodeHigher(code: number): number {
    const band = this.#higher;
    const difference = ((HIGHER_TWO[code] ?? 0) * band.step) >> 15;
    const sample = limited(band.prediction + difference);
    moveHigher(band, code);
    return sample;
  }
}

/** INVQAL, LOGSCL, SCALEL and the predictor: by four of the six bits, so that two may be stolen on the way. */
function moveLower(band: SubBand, code: number): void {
  const coarse = code >> 2;
  const difference = ((LOWER_FOUR[coarse] ?? 0) * band.step) >> 15;
  band.factor = nextLowerFactor(band.factor, coarse);
  band.step = scale(band.factor, LOWER_SHIFT);
  band.update(difference);
}

function moveHigher(band: SubBand, code: number): void {
  const difference = ((HIGHER_TWO[code] ?? 0) * band.step) >> 15;
  band.factor = nextHigherFactor(band.factor, code);
  band.step = scale(band.factor, HIGHER_SHIFT);
  band.update(difference);
}

/** LIMIT: 15 bits. */
function limited(value: number): number {
  return Math.max(-16_384, Math.min(16_383, value));
}
