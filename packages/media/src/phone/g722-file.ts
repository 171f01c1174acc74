import { G722Decoder } from '@sky-genesis/rtp';

/** The samples, at `MIX_RATE`, of a file that is nothing but octets of G.722 at 64 kbit/s, as PBXs keep their prompts. */
export function readG722(octets: Uint8Array): Int16Array {
  const samples = new Int16Array(2 * octets.length);
  new G722Decoder().decode(octets, samples);
  return samples;
}
