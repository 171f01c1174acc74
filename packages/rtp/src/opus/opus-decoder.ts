import { Decoder } from '@evan/opus';
import { opusDurationMs } from './opus-packet.ts';

/** Decodes Opus packets (RFC 6716) by the packaged libopus. */
export class OpusDecoder {
  readonly #decoder: Decoder;

  constructor(settings: {
    readonly sampleRate: 8000 | 16_000 | 24_000 | 48_000;
    readonly channels: 1 | 2;
  }) {
    this.#decoder = new Decoder({
      channels: settings.channels,
      sample_rate: settings.sampleRate,
    });
  }

  /**
   * The packet's samples, channels interleaved, whatever its sender's rate was; undefined for a packet
   * that is no Opus, which a peer may send at any time.
   */
  decode(payload: Uint8Array): Int16Array | undefined {
    if (opusDurationMs(payload) === 0) return undefined;
    try {
      const octets = this.#decoder.decode(payload);
      return new Int16Array(octets.buffer, octets.byteOffset, octets.byteLength >> 1);
    } catch {
      return undefined;
    }
  }
}
