import { timingSafeEqual } from 'node:crypto';
import { TAG_BYTES } from './authentication.ts';
import { PacketCipher } from './packet-cipher.ts';
import { SourceIndices } from './packet-index.ts';

const INDEX_BYTES = 4;
/** The first packet's header and its sender stay readable (RFC 3711 section 3.4). */
const HEADER_BYTES = 8;
const ENCRYPTED = 0x80000000;
/** Sources of one peer that are kept apart. */
const MAX_SOURCES = 16;

/** Protects RTCP of one end by SRTCP (RFC 3711 section 3.4) with AES_CM_128_HMAC_SHA1_80. */
export class SrtcpSender {
  readonly #cipher: PacketCipher;
  #index = 0;

  constructor(master: Uint8Array) {
    this.#cipher = new PacketCipher(master, 'rtcp');
  }

  /** A well-formed compound packet of ours, protected. */
  protect(packet: Uint8Array): Uint8Array {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    this.#index = (this.#index + 1) % ENCRYPTED;
    const ssrc = view.readUInt32BE(4);
    const body = Buffer.alloc(view.length + INDEX_BYTES);
    view.copy(body, 0, 0, HEADER_BYTES);
    this.#cipher.stream.apply(view, body, HEADER_BYTES, view.length, ssrc, this.#index);
    body.writeUInt32BE((ENCRYPTED | this.#index) >>> 0, view.length);
    return Buffer.concat([body, this.#cipher.authentication.tag(body)]);
  }
}

/** Checks and opens RTCP of the other end. */
export class SrtcpReceiver {
  readonly #cipher: PacketCipher;
  /** Each source counts its own (RFC 3711 section 3.2.3). */
  readonly #indices = new SourceIndices(MAX_SOURCES);

  constructor(master: Uint8Array) {
    this.#cipher = new PacketCipher(master, 'rtcp');
  }

  /** The compound packet, opened where it lies; undefined for one that is not authentic, or came before. Never throws. */
  unprotect(packet: Uint8Array): Uint8Array | undefined {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    const end = view.length - TAG_BYTES;
    if (end < HEADER_BYTES + INDEX_BYTES) return undefined;
    const body = view.subarray(0, end);
    if (!timingSafeEqual(this.#cipher.authentication.tag(body), view.subarray(end)))
      return undefined;
    const trailer = body.readUInt32BE(end - INDEX_BYTES);
    const index = trailer % ENCRYPTED;
    const ssrc = body.readUInt32BE(4);
    const indices = this.#indices.of(ssrc);
    if (indices.isReplay(index)) return undefined;
    this.#indices.accept(ssrc, indices, index);
    const open = body.subarray(0, end - INDEX_BYTES);
    if (trailer >= ENCRYPTED)
      this.#cipher.stream.apply(open, open, HEADER_BYTES, open.length, ssrc, index);
    return open;
  }
}
