export { OpusDecoder } from './opus-decoder.ts';
export { OpusEncoder, type OpusEncoderSettings } from './opus-encoder.ts';
export { opusDurationMs } from './opus-packet.ts';
