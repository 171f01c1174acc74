import { createHmac, timingSafeEqual } from 'node:crypto';
import { PacketIndices } from './packet-index.ts';
import { deriveKeys, type SessionKeys } from './session-keys.ts';
import { crypt } from './srtp.ts';

const TAG_BYTES = 10;
const INDEX_BYTES = 4;
/** The first packet's header and its sender stay readable (RFC 3711 section 3.4). */
const HEADER_BYTES = 8;
const ENCRYPTED = 0x80000000;

/** Protects RTCP of one end by SRTCP (RFC 3711 section 3.4) with AES_CM_128_HMAC_SHA1_80. */
export class SrtcpSender {
  readonly #keys: SessionKeys;
  #index = 0;

  constructor(master: Uint8Array) {
    this.#keys = deriveKeys(master, 'rtcp');
  }

  /** A well-formed compound packet of ours, protected. */
  protect(packet: Uint8Array): Uint8Array {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    this.#index = (this.#index + 1) % ENCRYPTED;
    const ssrc = view.readUInt32BE(4);
    const hidden = crypt(this.#keys, view.subarray(HEADER_BYTES), ssrc, this.#index);
    const trailer = Buffer.alloc(INDEX_BYTES);
    trailer.writeUInt32BE((ENCRYPTED | this.#index) >>> 0);
    const body = Buffer.concat([view.subarray(0, HEADER_BYTES), hidden, trailer]);
    return Buffer.concat([body, tagOf(this.#keys, body)]);
  }
}

/** Checks and opens RTCP of the other end. */
export class SrtcpReceiver {
  readonly #keys: SessionKeys;
  readonly #indices = new PacketIndices();

  constructor(master: Uint8Array) {
    this.#keys = deriveKeys(master, 'rtcp');
  }

  /** The compound packet; undefined for one that is not authentic, or came before. Never throws. */
  unprotect(packet: Uint8Array): Uint8Array | undefined {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    const end = view.length - TAG_BYTES;
    if (end < HEADER_BYTES + INDEX_BYTES) return undefined;
    const body = view.subarray(0, end);
    if (!timingSafeEqual(tagOf(this.#keys, body), view.subarray(end))) return undefined;
    const trailer = body.readUInt32BE(end - INDEX_BYTES);
    const index = trailer % ENCRYPTED;
    if (this.#indices.isReplay(index)) return undefined;
    this.#indices.accept(index);
    const sent = body.subarray(HEADER_BYTES, end - INDEX_BYTES);
    const open = trailer >= ENCRYPTED ? crypt(this.#keys, sent, body.readUInt32BE(4), index) : sent;
    return Buffer.concat([body.subarray(0, HEADER_BYTES), open]);
  }
}

function tagOf({ authentication }: SessionKeys, body: Uint8Array): Buffer {
  return createHmac('sha1', authentication).update(body).digest().subarray(0, TAG_BYTES);
}
