import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { RTP_HEADER_BYTES } from '@sky-genesis/rtp';
import { PacketIndices } from './packet-index.ts';
import { deriveKeys, packetVector, type SessionKeys } from './session-keys.ts';

const TAG_BYTES = 10;
/** Sources of one peer that are kept apart: who invents them endlessly is not listened to. */
const MAX_SOURCES = 16;

/** Protects what one end sends by SRTP (RFC 3711) with AES_CM_128_HMAC_SHA1_80. */
export class SrtpSender {
  readonly #keys: SessionKeys;
  readonly #indices = new Map<number, PacketIndices>();

  /** @param master key and salt, 30 octets */
  constructor(master: Uint8Array) {
    this.#keys = deriveKeys(master, 'rtp');
  }

  /** A well-formed RTP packet of ours, protected. */
  protect(packet: Uint8Array): Uint8Array {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    const ssrc = view.readUInt32BE(8);
    const indices = this.#indices.get(ssrc) ?? new PacketIndices();
    this.#indices.set(ssrc, indices);
    const index = indices.guess(view.readUInt16BE(2));
    indices.accept(index);
    const at = headerBytes(view);
    const hidden = crypt(this.#keys, view.subarray(at), ssrc, index);
    const body = Buffer.concat([view.subarray(0, at), hidden]);
    return Buffer.concat([body, rtpTag(this.#keys, body, index)]);
  }
}

/** Checks and opens what the other end sends. */
export class SrtpReceiver {
  readonly #keys: SessionKeys;
  readonly #indices = new Map<number, PacketIndices>();

  constructor(master: Uint8Array) {
    this.#keys = deriveKeys(master, 'rtp');
  }

  /** The RTP packet; undefined for one that is not authentic, or came before. Never throws. */
  unprotect(packet: Uint8Array): Uint8Array | undefined {
    const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
    if (view.length < RTP_HEADER_BYTES + TAG_BYTES) return undefined;
    const body = view.subarray(0, view.length - TAG_BYTES);
    const at = headerBytes(body);
    if (at > body.length) return undefined;
    const ssrc = body.readUInt32BE(8);
    const indices = this.#indices.get(ssrc) ?? new PacketIndices();
    const index = indices.guess(body.readUInt16BE(2));
    if (indices.isReplay(index)) return undefined;
    const tag = rtpTag(this.#keys, body, index);
    if (!timingSafeEqual(tag, view.subarray(view.length - TAG_BYTES))) return undefined;
    if (!this.#indices.has(ssrc) && this.#indices.size >= MAX_SOURCES) return undefined;
    this.#indices.set(ssrc, indices);
    indices.accept(index);
    return Buffer.concat([body.subarray(0, at), crypt(this.#keys, body.subarray(at), ssrc, index)]);
  }
}

/** Header, CSRCs and extension (RFC 3550 section 5.1), which stay readable. More than there is where it lies. */
function headerBytes(packet: Buffer): number {
  const fixed = RTP_HEADER_BYTES + 4 * ((packet[0] ?? 0) & 0x0f);
  if (((packet[0] ?? 0) & 0x10) === 0) return fixed;
  return fixed + 4 > packet.length ? fixed + 4 : fixed + 4 + 4 * packet.readUInt16BE(fixed + 2);
}

/** AES in counter mode, which is its own inverse. */
export function crypt(
  { cipher, salt }: SessionKeys,
  bytes: Uint8Array,
  ssrc: number,
  index: number,
): Buffer {
  return createCipheriv('aes-128-ctr', cipher, packetVector(salt, ssrc, index)).update(bytes);
}

/** Over the packet and the rollover counter that it does not carry (section 4.2). */
function rtpTag({ authentication }: SessionKeys, body: Uint8Array, index: number): Buffer {
  const rollover = Buffer.alloc(4);
  rollover.writeUInt32BE(Math.floor(index / 0x10000) >>> 0);
  const digest = createHmac('sha1', authentication).update(body).update(rollover).digest();
  return digest.subarray(0, TAG_BYTES);
}
