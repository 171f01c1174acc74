import { Encoder } from '@evan/opus';

export interface OpusEncoderSettings {
  readonly sampleRate: 8000 | 16_000 | 24_000 | 48_000;
  readonly channels: 1 | 2;
  readonly bitrateBps: number;
  /** In-band error correction, for receivers that can use it. */
  readonly fec: boolean;
  /** Sends next to nothing during silence. */
  readonly dtx: boolean;
}

/** Encodes PCM to Opus packets (RFC 6716, RFC 7587) by the packaged libopus, tuned for voice. */
export class OpusEncoder {
  readonly #encoder: Encoder;

  constructor(settings: OpusEncoderSettings) {
    this.#encoder = new Encoder({
      channels: settings.channels,
      sample_rate: settings.sampleRate,
      application: 'voip',
    });
    this.#encoder.bitrate = settings.bitrateBps;
    this.#encoder.inband_fec = settings.fec;
    this.#encoder.dtx = settings.dtx;
  }

  /** What the encoder spends its error correction on: the loss it has to expect, 0 to 1. */
  expectLoss(lossFraction: number): void {
    this.#encoder.packet_loss = Math.round(Math.max(0, Math.min(1, lossFraction)) * 100);
  }

  set bitrateBps(bitrateBps: number) {
    this.#encoder.bitrate = bitrateBps;
  }

  /**
   * Encodes one frame of 2.5, 5, 10, 20, 40 or 60 ms, channels interleaved. Throws `RangeError` on any
   * other length.
   */
  encode(samples: Int16Array): Uint8Array {
    try {
      return this.#encoder.encode(samples);
    } catch (cause) {
      throw new RangeError(`Opus has no frame of ${samples.length} samples`, { cause });
    }
  }
}
