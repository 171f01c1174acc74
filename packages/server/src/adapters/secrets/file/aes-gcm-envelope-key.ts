import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EnvelopeKey } from '../../../domain/identity/index.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of every sealed value, so that a later format can be told apart. */
const FORMAT = 1;

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D §8.2.2): format, nonce, tag, ciphertext. */
export class AesGcmEnvelopeKey implements EnvelopeKey {
  readonly #key: Uint8Array;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  seal(plain: Uint8Array, context: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(Buffer.from(context, 'utf8'));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return new Uint8Array(Buffer.concat([Uint8Array.of(FORMAT), nonce, cipher.getAuthTag(), body]));
  }

  open(sealed: Uint8Array, context: string): Uint8Array {
    const bodyAt = 1 + NONCE_BYTES + TAG_BYTES;
    if (sealed.length < bodyAt || sealed[0] !== FORMAT) throw new Error('not a sealed value');
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, bodyAt));
    const opened = [decipher.update(sealed.subarray(bodyAt)), decipher.final()];
    return new Uint8Array(Buffer.concat(opened));
  }
}
