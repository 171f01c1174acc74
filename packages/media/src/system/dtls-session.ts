import { createHash } from 'node:crypto';
import { u16 } from '@sky-genesis/rtp';
import type { DtlsContext } from './dtls-context.ts';
import type { Foreign } from './foreign.ts';
import { Memory, memoryOf } from './memory.ts';

/** As `<openssl/ssl.h>` has them. */
const SSL_CTRL_SET_MTU = 17;
const DTLS_CTRL_HANDLE_TIMEOUT = 74;
const SSL_ERROR_WANT_READ = 2;
const SSL_ERROR_ZERO_RETURN = 6;
/** Leaves room for IPv6, UDP and TURN below the smallest MTU that paths of today have. */
const MTU = 1200;

/** Of a record (RFC 6347 section 4.1). */
const RECORD_HEADER_BYTES = 13;
const EPOCH_AT = 3;
const LENGTH_AT = 11;
/** Explicit nonce, one octet, and tag of AES-GCM (RFC 5288 section 3). */
const MIN_SEALED_BYTES = 8 + 1 + 16;

/** Numbers of the SRTP protection profiles (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
export const SRTP_AES128_CM_SHA1_80 = 0x0001;
export const SRTP_AEAD_AES_128_GCM = 0x0007;

/** What SRTP is keyed with: a key and a salt for each direction. */
export interface KeyingMaterial {
  readonly profile: typeof SRTP_AES128_CM_SHA1_80 | typeof SRTP_AEAD_AES_128_GCM;
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
}

const KEY_BYTES = 16;
const SALT_BYTES = { [SRTP_AES128_CM_SHA1_80]: 14, [SRTP_AEAD_AES_128_GCM]: 12 } as const;
/** RFC 5764 section 4.2. */
const EXPORTER = 'EXTRACTOR-dtls_srtp';

export interface DtlsOptions {
  readonly context: DtlsContext;
  readonly active: boolean;
  /** As SDP writes it: the only certificate that the peer may have. */
  readonly fingerprint: string;
  send(datagram: Uint8Array): void;
}

/** `failed`: another certificate, no common profile, or no DTLS at all. */
export type DtlsState = 'handshaking' | 'connected' | 'closed' | 'failed';

/** One DTLS association (RFC 6347), for the keys of SRTP alone: data on it is not looked at. */
export class DtlsSession {
  state: DtlsState = 'handshaking';
  keys: KeyingMaterial | undefined;
  readonly #foreign: Foreign;
  readonly #options: DtlsOptions;
  readonly #datagram: Memory;
  readonly #incoming: number;
  readonly #outgoing: number;
  #ssl: number;

  constructor(foreign: Foreign, options: DtlsOptions) {
    this.#foreign = foreign;
    this.#options = options;
    this.#datagram = options.context.datagram;
    this.#ssl = foreign.SSL_new(options.context.address);
    this.#incoming = foreign.BIO_new(foreign.BIO_s_dgram_mem());
    this.#outgoing = foreign.BIO_new(foreign.BIO_s_dgram_mem());
    if (this.#ssl === 0 || this.#incoming === 0 || this.#outgoing === 0)
      throw new Error('OpenSSL has no memory left.');
    foreign.SSL_set_bio(this.#ssl, this.#incoming, this.#outgoing);
    foreign.SSL_ctrl(this.#ssl, SSL_CTRL_SET_MTU, MTU, 0);
    if (options.active) foreign.SSL_set_connect_state(this.#ssl);
    else foreign.SSL_set_accept_state(this.#ssl);
  }

  /** Opens the handshake, where we do, or goes on with it. */
  shake(): void {
    if (this.state !== 'handshaking') return;
    this.#foreign.ERR_clear_error();
    const result = this.#foreign.SSL_do_handshake(this.#ssl);
    if (result === 1) this.#agree();
    else if (this.#errorOf(result) !== SSL_ERROR_WANT_READ) this.state = 'failed';
    this.#flush();
  }

  /** Takes a datagram of the peer's. */
  receive(datagram: Uint8Array): void {
    if (this.#ssl === 0 || datagram.length > this.#datagram.bytes.length) return;
    if (hasStunted(datagram)) return;
    this.#datagram.bytes.set(datagram);
    this.#foreign.BIO_write(this.#incoming, this.#datagram.address, datagram.length);
    if (this.state === 'handshaking') this.shake();
    if (this.state === 'connected') this.#read();
  }

  /** Sends again what was lost, when it is time (RFC 6347 section 4.2.4). To be called now and then during the handshake. */
  tick(): void {
    if (this.state !== 'handshaking') return;
    this.#foreign.ERR_clear_error();
    if (this.#foreign.SSL_ctrl(this.#ssl, DTLS_CTRL_HANDLE_TIMEOUT, 0, 0) < 0)
      this.state = 'failed';
    this.#foreign.ERR_clear_error();
    this.#flush();
  }

  /** Says good-bye, and lets go of everything. Idempotent. */
  close(): void {
    if (this.#ssl === 0) return;
    if (this.state === 'connected') this.#sayGoodBye();
    if (this.state !== 'failed') this.state = 'closed';
    this.#foreign.SSL_free(this.#ssl);
    this.#ssl = 0;
  }

  /** They are where they are needed. */
  forgetKeys(): void {
    this.keys = undefined;
  }

  /** Alerts, and a last flight of the handshake that comes again; whatever else there is, is dropped. */
  #read(): void {
    const { address, bytes } = this.#datagram;
    this.#foreign.ERR_clear_error();
    let result = 1;
    while (result > 0) result = this.#foreign.SSL_read(this.#ssl, address, bytes.length);
    const error = this.#errorOf(result);
    if (error === SSL_ERROR_ZERO_RETURN) this.state = 'closed';
    else if (error !== SSL_ERROR_WANT_READ) this.state = 'failed';
    this.#flush();
  }

  #agree(): void {
    this.keys = this.#isExpected() ? this.#exportKeys() : undefined;
    this.state = this.keys === undefined ? 'failed' : 'connected';
    // The peer takes it for connected.
    if (this.state === 'failed') this.#sayGoodBye();
  }

  #sayGoodBye(): void {
    this.#foreign.ERR_clear_error();
    this.#foreign.SSL_shutdown(this.#ssl);
    this.#foreign.ERR_clear_error();
    this.#flush();
  }

  #isExpected(): boolean {
    const certificate = this.#foreign.SSL_get1_peer_certificate(this.#ssl);
    if (certificate === 0) return false;
    const length = this.#foreign.i2d_X509(certificate, 0);
    const der = new Memory(this.#foreign, Math.max(0, length));
    const place = new Memory(this.#foreign, 8);
    place.putSize(0, der.address);
    this.#foreign.i2d_X509(certificate, place.address);
    this.#foreign.X509_free(certificate);
    return vouchesFor(der.bytes, this.#options.fingerprint);
  }

  #exportKeys(): KeyingMaterial | undefined {
    const profile = this.#profile();
    if (profile === undefined) return undefined;
    const salt = SALT_BYTES[profile];
    const material = new Memory(this.#foreign, 2 * (KEY_BYTES + salt));
    const label = memoryOf(this.#foreign, Buffer.from(EXPORTER, 'latin1'));
    const done = this.#foreign.SSL_export_keying_material(
      this.#ssl,
      material.address,
      material.bytes.length,
      label.address,
      EXPORTER.length,
      0,
      0,
      0,
    );
    if (done !== 1) return undefined;
    const of = (end: 0 | 1) => {
      const key = material.bytes.slice(KEY_BYTES * end, KEY_BYTES * (end + 1));
      const saltAt = 2 * KEY_BYTES + salt * end;
      return Buffer.concat([key, material.bytes.slice(saltAt, saltAt + salt)]);
    };
    const keys = [of(0), of(1)] as const;
    material.bytes.fill(0);
    const [local, remote] = this.#options.active ? keys : [keys[1], keys[0]];
    return { profile, local, remote };
  }

  /** The second member of `SRTP_PROTECTION_PROFILE` is its number. */
  #profile(): KeyingMaterial['profile'] | undefined {
    const address = this.#foreign.SSL_get_selected_srtp_profile(this.#ssl);
    if (address === 0) return undefined;
    const copy = new Memory(this.#foreign, 8);
    this.#foreign.memcpy(copy.address, address + 8, 8);
    const number = copy.view.getUint32(0, true);
    return number === SRTP_AES128_CM_SHA1_80 || number === SRTP_AEAD_AES_128_GCM
      ? number
      : undefined;
  }

  /** Leaves nothing in OpenSSL's list of errors, which all of the thread have in common. */
  #errorOf(result: number): number {
    const error = this.#foreign.SSL_get_error(this.#ssl, result);
    this.#foreign.ERR_clear_error();
    return error;
  }

  #flush(): void {
    const { address, bytes } = this.#datagram;
    for (;;) {
      const length = this.#foreign.BIO_read(this.#outgoing, address, bytes.length);
      if (length <= 0) return;
      this.#options.send(bytes.subarray(0, length));
    }
  }
}

/**
 * Whether a record of the datagram claims to be encrypted and is too short for it. Anybody can forge one, and it is to be dropped like any other that is
 * not authentic (RFC 6347 section 4.1.2.7), but OpenSSL 3.5 ends the association by it.
 */
function hasStunted(datagram: Uint8Array): boolean {
  for (let at = 0; at + RECORD_HEADER_BYTES <= datagram.length; ) {
    const length = u16(datagram, at + LENGTH_AT);
    if (u16(datagram, at + EPOCH_AT) > 0 && length < MIN_SEALED_BYTES) return true;
    at += RECORD_HEADER_BYTES + length;
  }
  return false;
}

/** Whether the certificate is the one of this fingerprint (RFC 8122 section 5). */
function vouchesFor(certificate: Uint8Array, fingerprint: string): boolean {
  const [name = '', hex = ''] = fingerprint.split(' ');
  const hash = createHash(name.toLowerCase().replace('-', '')).update(certificate);
  return hash.digest('hex') === hex.replaceAll(':', '').toLowerCase();
}
