import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type DtlsCertificate, makeDtlsCertificate } from '../ice/dtls-certificate.ts';
import type { Foreign } from './foreign.ts';
import { Memory, memoryOf } from './memory.ts';

/** As `<openssl/ssl.h>` has them. */
const SSL_CTRL_MODE = 33;
const SSL_CTRL_SET_SESS_CACHE_MODE = 44;
const SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
const SSL_MODE_RELEASE_BUFFERS = 0x10;
const SSL_OP_NO_QUERY_MTU = 1 << 12;
const SSL_OP_NO_TICKET = 1 << 14;
const SSL_OP_NO_RENEGOTIATION = 1 << 30;
const SSL_VERIFY_PEER = 1;
const SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;
const DTLS1_2_VERSION = 0xfefd;
const EVP_PKEY_EC = 408;
const DATAGRAM_BYTES = 2048;

/** In our order of preference (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
const PROFILES = 'SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80';

/** With the one that everybody has (RFC 8827 section 6.5). `DtlsSession` knows the sizes of their records. */
const CIPHERS = 'ECDHE+AESGCM';

/** What all DTLS of a process has in common: one certificate, DTLS 1.2, and the SRTP profiles. */
export class DtlsContext {
  readonly fingerprint: string;
  readonly address: number;
  /** What a session reads or writes at present. */
  readonly datagram: Memory;
  readonly #foreign: Foreign;

  /** @throws Error where OpenSSL takes none of it */
  constructor(foreign: Foreign, identity: DtlsCertificate = makeDtlsCertificate()) {
    this.#foreign = foreign;
    this.datagram = new Memory(foreign, DATAGRAM_BYTES);
    this.fingerprint = identity.fingerprint;
    this.address = foreign.SSL_CTX_new(foreign.DTLS_method());
    if (this.address === 0) throw new Error('OpenSSL has no DTLS.');
    const { address } = this;
    foreign.SSL_CTX_ctrl(address, SSL_CTRL_SET_MIN_PROTO_VERSION, DTLS1_2_VERSION, 0);
    foreign.SSL_CTX_ctrl(address, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, 0);
    // Nothing is resumed.
    foreign.SSL_CTX_ctrl(address, SSL_CTRL_SET_SESS_CACHE_MODE, 0, 0);
    const options = SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION;
    foreign.SSL_CTX_set_options(address, options);
    // Certificates vouch for nothing by themselves (RFC 8122): each session compares the fingerprint.
    const verify = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    foreign.SSL_CTX_set_verify(address, verify, foreign.takeAnyCertificate);
    if (!this.#show(identity) || !this.#offerProfiles()) {
      this.free();
      throw new Error('OpenSSL refuses our certificate, our ciphers or our SRTP profiles.');
    }
  }

  free(): void {
    this.#foreign.SSL_CTX_free(this.address);
  }

  #show(identity: DtlsCertificate): boolean {
    const { raw } = new X509Certificate(identity.certificate);
    const certificate = memoryOf(this.#foreign, raw);
    const der = createPrivateKey(identity.key).export({ type: 'sec1', format: 'der' });
    const key = memoryOf(this.#foreign, der);
    const { address } = this;
    const shown = this.#foreign.SSL_CTX_use_certificate_ASN1(
      address,
      raw.length,
      certificate.address,
    );
    const used = this.#foreign.SSL_CTX_use_PrivateKey_ASN1(
      EVP_PKEY_EC,
      address,
      key.address,
      der.length,
    );
    key.bytes.fill(0);
    return shown === 1 && used === 1;
  }

  #offerProfiles(): boolean {
    const ciphers = memoryOf(this.#foreign, Buffer.from(`${CIPHERS}\0`, 'latin1'));
    const profiles = memoryOf(this.#foreign, Buffer.from(`${PROFILES}\0`, 'latin1'));
    return (
      this.#foreign.SSL_CTX_set_cipher_list(this.address, ciphers.address) === 1 &&
      // Unlike everything else in OpenSSL it returns 0 when all is well.
      this.#foreign.SSL_CTX_set_tlsext_use_srtp(this.address, profiles.address) === 0
    );
  }
}
