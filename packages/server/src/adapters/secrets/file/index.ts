export { AesGcmEnvelopeKey } from './aes-gcm-envelope-key.ts';
export { EnvelopeKeyUnusable, openEnvelopeKey } from './envelope-key-file.ts';
