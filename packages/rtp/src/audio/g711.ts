// ITU-T G.711 (11/1988). Samples are 16-bit: the tables' values shifted up, by 3 for A-law (13 bits)
// and by 2 for µ-law (14 bits).

/** Added before the segment is found, so that segments begin at powers of two (table 2). */
const ULAW_BIAS = 33 << 2;
/** The largest sample that does not overload: 8,158 of 14 bits. */
const ULAW_CLIP = 8158 << 2;
/** A-law inverts every other bit on the line (note 2 to table 1). */
const ALAW_INVERSION = 0x55;

/** One µ-law octet (table 2a), to a sample of 16 bits. */
export function decodeUlaw(code: number): number {
  const inverted = ~code & 0xff;
  const segment = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 0x0f) << 3) + ULAW_BIAS) << segment) - ULAW_BIAS;
  return (inverted & 0x80) === 0 ? magnitude : -magnitude;
}

/** A 16-bit sample to its µ-law octet (table 2a). */
export function encodeUlaw(sample: number): number {
  const magnitude = Math.min(ULAW_CLIP, Math.abs(sample)) + ULAW_BIAS;
  const segment = 24 - Math.clz32(magnitude);
  const code = (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f);
  return ~(sample < 0 ? code | 0x80 : code) & 0xff;
}

/** One A-law octet (table 1a), to a sample of 16 bits. */
export function decodeAlaw(code: number): number {
  const straight = code ^ ALAW_INVERSION;
  const segment = (straight >> 4) & 7;
  const step = ((straight & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return (straight & 0x80) === 0 ? -magnitude : magnitude;
}

/** A 16-bit sample to its A-law octet (table 1a). */
export function encodeAlaw(sample: number): number {
  // The interval that begins at zero belongs to the positive half, so -1 is the negative first.
  const magnitude = Math.min(32_767, sample < 0 ? -sample - 1 : sample);
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  const step = segment === 0 ? magnitude >> 4 : (magnitude >> (segment + 3)) & 0x0f;
  const code = (segment << 4) | step;
  return (sample < 0 ? code : code | 0x80) ^ ALAW_INVERSION;
}

/** The two payload formats of RFC 3551 section 4.5.14: static payload types 0 and 8, 8,000 Hz. */
export type G711Law = 'pcmu' | 'pcma';

/** The tables of one law: 256 samples to decode with, 65,536 octets to encode with. */
export class G711Codec {
  readonly #samples = new Int16Array(256);
  readonly #codes = new Uint8Array(65_536);

  constructor(law: G711Law) {
    const decode = law === 'pcmu' ? decodeUlaw : decodeAlaw;
    const encode = law === 'pcmu' ? encodeUlaw : encodeAlaw;
    for (let code = 0; code < 256; code += 1) this.#samples[code] = decode(code);
    for (let sample = -32_768; sample < 32_768; sample += 1)
      this.#codes[sample & 0xffff] = encode(sample);
  }

  /** Decodes `payload` into the beginning of `into`; returns the samples written. */
  decode(payload: Uint8Array, into: Int16Array): number {
    const count = Math.min(payload.length, into.length);
    for (let i = 0; i < count; i += 1) into[i] = this.#samples[payload[i] ?? 0] ?? 0;
    return count;
  }

  /** Encodes `samples` into the beginning of `into`; returns the octets written. */
  encode(samples: Int16Array, into: Uint8Array): number {
    const count = Math.min(samples.length, into.length);
    for (let i = 0; i < count; i += 1) into[i] = this.#codes[(samples[i] ?? 0) & 0xffff] ?? 0;
    return count;
  }
}
