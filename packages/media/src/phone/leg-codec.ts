import {
  Doubler,
  G711Codec,
  type G711Law,
  G722Decoder,
  G722Encoder,
  Halver,
} from '@sky-genesis/rtp';
import { OpusDecoder, OpusEncoder, opusDurationMs } from '@sky-genesis/rtp/opus';
import { MIX_RATE, STEP_MS, STEP_SAMPLES } from './sound.ts';

export type LegCodecName = 'pcmu' | 'pcma' | 'g722' | 'opus';

/** What a telephone is spoken to in, between payloads and steps of sound at `MIX_RATE`. */
export interface LegCodec {
  /** Of its RTP timestamps, in Hz. */
  readonly clockRate: number;
  /** How long a payload plays, in ms; 0 for one that is none. */
  durationMs(payload: Uint8Array): number;
  /** Undefined for a payload that is none. */
  decode(payload: Uint8Array): Int16Array | undefined;
  /** Encodes one step. */
  encode(samples: Int16Array): Uint8Array;
}

const OPUS_RATE = 48_000;
/** Wideband speech at a quality that leaves nothing to be desired (RFC 7587 section 3.1.1). */
const OPUS_BPS = 28_000;
/** Of G.711, and by an old mistake of G.722 (RFC 3551 section 4.5.2): an octet each. */
const TELEPHONE_RATE = 8000;
/** The longest payload that is taken: 200 ms. */
const MAX_BYTES = 1600;
const STEP_BYTES = (TELEPHONE_RATE * STEP_MS) / 1000;

/** A codec with a state of its own: one for each leg. */
export function legCodec(name: LegCodecName): LegCodec {
  if (name === 'opus') return new OpusLeg();
  return name === 'g722' ? new G722Leg() : new G711Leg(name);
}

export function voiceEncoder(): OpusEncoder {
  return new OpusEncoder({
    sampleRate: MIX_RATE,
    channels: 1,
    bitrateBps: OPUS_BPS,
    fec: true,
    dtx: false,
  });
}

export function voiceDecoder(): OpusDecoder {
  return new OpusDecoder({ sampleRate: MIX_RATE, channels: 1 });
}

class OpusLeg implements LegCodec {
  readonly clockRate = OPUS_RATE;
  readonly #encoder = voiceEncoder();
  readonly #decoder = voiceDecoder();

  durationMs(payload: Uint8Array): number {
    return opusDurationMs(payload);
  }

  decode(payload: Uint8Array): Int16Array | undefined {
    return this.#decoder.decode(payload);
  }

  encode(samples: Int16Array): Uint8Array {
    return this.#encoder.encode(samples);
  }
}

class G722Leg implements LegCodec {
  readonly clockRate = TELEPHONE_RATE;
  readonly #encoder = new G722Encoder();
  readonly #decoder = new G722Decoder();
  readonly #wide = new Int16Array(2 * MAX_BYTES);

  durationMs(payload: Uint8Array): number {
    return octetsMs(payload);
  }

  /** Valid until the next call. */
  decode(payload: Uint8Array): Int16Array | undefined {
    if (octetsMs(payload) === 0) return undefined;
    return this.#wide.subarray(0, this.#decoder.decode(payload, this.#wide));
  }

  encode(samples: Int16Array): Uint8Array {
    const octets = new Uint8Array(STEP_BYTES);
    this.#encoder.encode(samples, octets);
    return octets;
  }
}

class G711Leg implements LegCodec {
  readonly clockRate = TELEPHONE_RATE;
  readonly #codec: G711Codec;
  readonly #doubler = new Doubler();
  readonly #halver = new Halver();
  readonly #narrow = new Int16Array(MAX_BYTES);
  readonly #wide = new Int16Array(2 * MAX_BYTES);
  readonly #step = new Int16Array(STEP_SAMPLES / 2);

  constructor(law: G711Law) {
    this.#codec = tablesOf(law);
  }

  durationMs(payload: Uint8Array): number {
    return octetsMs(payload);
  }

  /** Valid until the next call. */
  decode(payload: Uint8Array): Int16Array | undefined {
    if (octetsMs(payload) === 0) return undefined;
    const count = this.#codec.decode(payload, this.#narrow);
    const doubled = this.#doubler.process(this.#narrow.subarray(0, count), this.#wide);
    return this.#wide.subarray(0, doubled);
  }

  encode(samples: Int16Array): Uint8Array {
    this.#halver.process(samples, this.#step);
    const octets = new Uint8Array(STEP_BYTES);
    this.#codec.encode(this.#step, octets);
    return octets;
  }
}

/** How long a payload of an octet each 125 µs plays; 0 for one that is none. */
function octetsMs({ length }: Uint8Array): number {
  return length > MAX_BYTES ? 0 : (length * 1000) / TELEPHONE_RATE;
}

/** 66 kB each, and the same for all. */
const TABLES = new Map<G711Law, G711Codec>();

function tablesOf(law: G711Law): G711Codec {
  const tables = TABLES.get(law) ?? new G711Codec(law);
  TABLES.set(law, tables);
  return tables;
}
