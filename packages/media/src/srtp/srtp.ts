import { timingSafeEqual } from 'node:crypto';
import { RTP_HEADER_BYTES } from '@sky-genesis/rtp';
import { TAG_BYTES } from './authentication.ts';
import { headerBytes } from './header-bytes.ts';
import { PacketCipher } from './packet-cipher.ts';
import { PacketIndices } from './packet-index.ts';

/** Sources of one peer that are kept apart: who invents them endlessly is not listened to. */
const MAX_SOURCES = 16;

/** Protects what one end sends by SRTP (RFC 3711) with AES_CM_128_HMAC_SHA1_80. */
export class SrtpSender {
  readonly #cipher: PacketCipher;
  readonly #indices = new Map<number, PacketIndices>();

  /** @param master key and salt, 30 octets */
  constructor(master: Uint8Array) {
    this.#cipher = new PacketCipher(master, 'rtp');
  }

  /** A well-formed RTP packet of ours, protected. */
  protect(packet: Uint8Array): Uint8Array {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    const ssrc = view.readUInt32BE(8);
    const indices = this.#indices.get(ssrc) ?? new PacketIndices();
    this.#indices.set(ssrc, indices);
    const index = indices.guess(view.readUInt16BE(2));
    indices.accept(index);
    const at = headerBytes(view, 0, view.length);
    const sealed = Buffer.allocUnsafe(view.length + TAG_BYTES);
    view.copy(sealed, 0, 0, at);
    this.#cipher.stream.apply(view, sealed, at, view.length, ssrc, index);
    const body = sealed.subarray(0, view.length);
    this.#cipher.authentication.tag(body, rollover(index)).copy(sealed, view.length);
    return sealed;
  }
}

/** Checks and opens what the other end sends. */
export class SrtpReceiver {
  readonly #cipher: PacketCipher;
  readonly #indices = new Map<number, PacketIndices>();

  constructor(master: Uint8Array) {
    this.#cipher = new PacketCipher(master, 'rtp');
  }

  /** The RTP packet, opened where it lies; undefined for one that is not authentic, or came before. Never throws. */
  unprotect(packet: Uint8Array): Uint8Array | undefined {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    if (view.length < RTP_HEADER_BYTES + TAG_BYTES) return undefined;
    const body = view.subarray(0, view.length - TAG_BYTES);
    const at = headerBytes(body, 0, body.length);
    if (at > body.length) return undefined;
    const ssrc = body.readUInt32BE(8);
    const indices = this.#indices.get(ssrc) ?? new PacketIndices();
    const index = indices.guess(body.readUInt16BE(2));
    if (indices.isReplay(index)) return undefined;
    const tag = this.#cipher.authentication.tag(body, rollover(index));
    if (!timingSafeEqual(tag, view.subarray(view.length - TAG_BYTES))) return undefined;
    if (!this.#indices.has(ssrc) && this.#indices.size >= MAX_SOURCES) return undefined;
    this.#indices.set(ssrc, indices);
    indices.accept(index);
    this.#cipher.stream.apply(body, body, at, body.length, ssrc, index);
    return packet.subarray(0, body.length);
  }
}

function rollover(index: number): number {
  return Math.floor(index / 0x10000) >>> 0;
}
