import { deriveKeys, type SessionKeys } from '../srtp/session-keys.ts';
import { type KeyingMaterial, SRTP_AEAD_AES_128_GCM } from './dtls-session.ts';
import type { Foreign } from './foreign.ts';
import { Memory, memoryOf } from './memory.ts';

/** As `<openssl/evp.h>` has them. */
const EVP_CTRL_AEAD_GET_TAG = 0x10;
const EVP_CTRL_AEAD_SET_TAG = 0x11;
const DECRYPT = 0;
const ENCRYPT = 1;
const MASTER_BYTES = 30;
const GCM_TAG_BYTES = 16;
const SHA1_BYTES = 20;
const SHA1_80_BYTES = 10;
/** What is authenticated behind a packet: its rollover counter, or the index of SRTCP. */
const TRAILER_BYTES = 4;

/**
 * What every packet of one direction and one protocol goes through. `from` and `to` are addresses of whole packets, the first
 * `header` octets of which stay readable and are at `to` already; an index has 48 bits.
 */
export interface PacketCipher {
  readonly tagBytes: number;
  /** Whether another packet may have the index of one before (RFC 7714 section 8.1: not with GCM). */
  readonly repeats: boolean;
  /** The tag that `seal` has made, or that `open` is to find. */
  readonly tag: Uint8Array;
  /** Four octets, big-endian: see `TRAILER_BYTES`. To be written before. */
  readonly trailer: DataView;
  seal(from: number, to: number, header: number, length: number, ssrc: number, index: number): void;
  /** Decrypts a packet where it lies; false where its tag is another. */
  open(at: number, header: number, length: number, ssrc: number, index: number): boolean;
  free(): void;
}

export function packetCipher(
  foreign: Foreign,
  profile: KeyingMaterial['profile'],
  master: Uint8Array,
  protocol: 'rtp' | 'rtcp',
): PacketCipher {
  // RFC 7714 section 11: the shorter salt is filled with zeros.
  const whole = new Uint8Array(MASTER_BYTES);
  whole.set(master);
  const keys = deriveKeys(whole, protocol);
  return profile === SRTP_AEAD_AES_128_GCM
    ? new GcmCipher(foreign, keys, protocol === 'rtcp')
    : new CounterModeCipher(foreign, keys);
}

/** AEAD_AES_128_GCM (RFC 7714); `trails` where the trailer is authenticated, too: in SRTCP. */
export class GcmCipher implements PacketCipher {
  readonly tagBytes = GCM_TAG_BYTES;
  readonly repeats = false;
  readonly tag: Uint8Array;
  readonly trailer: DataView;
  readonly #foreign: Foreign;
  readonly #context: number;
  readonly #salt: Uint8Array;
  /** Vector, tag, trailer, and a length that nobody reads. */
  readonly #vector: Memory;
  readonly #tagAt: number;
  readonly #trailerAt: number;
  readonly #lengthAt: number;
  readonly #trails: boolean;

  constructor(
    foreign: Foreign,
    { cipher, salt }: Pick<SessionKeys, 'cipher' | 'salt'>,
    trails: boolean,
  ) {
    this.#foreign = foreign;
    this.#salt = salt;
    this.#trails = trails;
    this.#vector = new Memory(foreign, 40);
    const { address, bytes } = this.#vector;
    this.#tagAt = address + 16;
    this.#trailerAt = address + 32;
    this.#lengthAt = address + 36;
    this.tag = bytes.subarray(16, 32);
    this.trailer = new DataView(bytes.buffer, 32, TRAILER_BYTES);
    this.#context = keyed(foreign, foreign.EVP_aes_128_gcm(), cipher);
  }

  seal(
    from: number,
    to: number,
    header: number,
    length: number,
    ssrc: number,
    index: number,
  ): void {
    const { EVP_CipherUpdate, EVP_CipherFinal_ex, EVP_CIPHER_CTX_ctrl } = this.#foreign;
    const context = this.#context;
    this.#begin(to, header, ssrc, index, ENCRYPT);
    EVP_CipherUpdate(context, to + header, this.#lengthAt, from + header, length - header);
    EVP_CipherFinal_ex(context, this.#tagAt, this.#lengthAt);
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, GCM_TAG_BYTES, this.#tagAt);
  }

  open(at: number, header: number, length: number, ssrc: number, index: number): boolean {
    const { EVP_CipherUpdate, EVP_CipherFinal_ex, EVP_CIPHER_CTX_ctrl } = this.#foreign;
    const context = this.#context;
    const start = at + header;
    this.#begin(at, header, ssrc, index, DECRYPT);
    EVP_CipherUpdate(context, start, this.#lengthAt, start, length - header);
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, GCM_TAG_BYTES, this.#tagAt);
    return EVP_CipherFinal_ex(context, start, this.#lengthAt) === 1;
  }

  free(): void {
    this.#foreign.EVP_CIPHER_CTX_free(this.#context);
  }

  #begin(at: number, header: number, ssrc: number, index: number, direction: number): void {
    const { EVP_CipherInit_ex, EVP_CipherUpdate } = this.#foreign;
    putVector(this.#vector.bytes, this.#salt, 2, ssrc, index);
    EVP_CipherInit_ex(this.#context, 0, 0, 0, this.#vector.address, direction);
    EVP_CipherUpdate(this.#context, 0, this.#lengthAt, at, header);
    if (this.#trails)
      EVP_CipherUpdate(this.#context, 0, this.#lengthAt, this.#trailerAt, TRAILER_BYTES);
  }
}

/** AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1). */
class CounterModeCipher implements PacketCipher {
  readonly tagBytes = SHA1_80_BYTES;
  readonly repeats = true;
  readonly tag = new Uint8Array(SHA1_80_BYTES);
  readonly trailer: DataView;
  readonly #foreign: Foreign;
  readonly #context: number;
  readonly #authentication: number;
  readonly #salt: Uint8Array;
  /** Vector, digest, trailer, and a length that nobody reads. */
  readonly #vector: Memory;
  readonly #digest: Uint8Array;

  constructor(foreign: Foreign, { cipher, salt, authentication }: SessionKeys) {
    this.#foreign = foreign;
    this.#salt = salt;
    this.#vector = new Memory(foreign, 16 + SHA1_BYTES + 8);
    const { bytes } = this.#vector;
    this.#digest = bytes.subarray(16, 16 + SHA1_80_BYTES);
    this.trailer = new DataView(bytes.buffer, 16 + SHA1_BYTES, TRAILER_BYTES);
    this.#context = keyed(foreign, foreign.EVP_aes_128_ctr(), cipher);
    this.#authentication = foreign.HMAC_CTX_new();
    if (this.#authentication === 0) throw new Error('OpenSSL has no memory left.');
    const key = memoryOf(foreign, authentication);
    foreign.HMAC_Init_ex(this.#authentication, key.address, SHA1_BYTES, foreign.EVP_sha1(), 0);
    key.bytes.fill(0);
  }

  seal(
    from: number,
    to: number,
    header: number,
    length: number,
    ssrc: number,
    index: number,
  ): void {
    this.#apply(from + header, to + header, length - header, ssrc, index);
    this.#authenticate(to, length);
    this.tag.set(this.#digest);
  }

  open(at: number, header: number, length: number, ssrc: number, index: number): boolean {
    this.#authenticate(at, length);
    let differs = 0;
    for (let i = 0; i < SHA1_80_BYTES; i += 1)
      differs |= (this.tag[i] ?? 0) ^ (this.#digest[i] ?? 0);
    if (differs !== 0) return false;
    this.#apply(at + header, at + header, length - header, ssrc, index);
    return true;
  }

  free(): void {
    this.#foreign.EVP_CIPHER_CTX_free(this.#context);
    this.#foreign.HMAC_CTX_free(this.#authentication);
  }

  #apply(from: number, to: number, length: number, ssrc: number, index: number): void {
    const { EVP_CipherInit_ex, EVP_CipherUpdate } = this.#foreign;
    const { bytes, address } = this.#vector;
    putVector(bytes, this.#salt, 4, ssrc, index);
    bytes[14] = 0;
    bytes[15] = 0;
    EVP_CipherInit_ex(this.#context, 0, 0, 0, address, ENCRYPT);
    EVP_CipherUpdate(this.#context, to, address + 16 + SHA1_BYTES + 4, from, length);
  }

  #authenticate(at: number, length: number): void {
    const { HMAC_Init_ex, HMAC_Update, HMAC_Final } = this.#foreign;
    const { address } = this.#vector;
    HMAC_Init_ex(this.#authentication, 0, 0, 0, 0);
    HMAC_Update(this.#authentication, at, length);
    HMAC_Update(this.#authentication, address + 16 + SHA1_BYTES, TRAILER_BYTES);
    HMAC_Final(this.#authentication, address + 16, 0);
  }
}

function keyed(foreign: Foreign, cipher: number, key: Uint8Array): number {
  const context = foreign.EVP_CIPHER_CTX_new();
  if (context === 0) throw new Error('OpenSSL has no memory left.');
  const memory = memoryOf(foreign, key);
  foreign.EVP_CipherInit_ex(context, cipher, 0, memory.address, 0, ENCRYPT);
  memory.bytes.fill(0);
  return context;
}

/** The salt, with the SSRC at `at` and the index behind it added without carry: the vector of either profile. */
function putVector(
  bytes: Uint8Array,
  salt: Uint8Array,
  at: number,
  ssrc: number,
  index: number,
): void {
  for (let i = 0; i < at; i += 1) bytes[i] = salt[i] ?? 0;
  putAdded(bytes, salt, at, ssrc);
  const high = Math.floor(index / 0x1_0000_0000);
  bytes[at + 4] = (salt[at + 4] ?? 0) ^ (high >>> 8);
  bytes[at + 5] = (salt[at + 5] ?? 0) ^ (high & 0xff);
  putAdded(bytes, salt, at + 6, index % 0x1_0000_0000);
}

function putAdded(bytes: Uint8Array, salt: Uint8Array, at: number, value: number): void {
  bytes[at] = (salt[at] ?? 0) ^ ((value >>> 24) & 0xff);
  bytes[at + 1] = (salt[at + 1] ?? 0) ^ ((value >>> 16) & 0xff);
  bytes[at + 2] = (salt[at + 2] ?? 0) ^ ((value >>> 8) & 0xff);
  bytes[at + 3] = (salt[at + 3] ?? 0) ^ (value & 0xff);
}
