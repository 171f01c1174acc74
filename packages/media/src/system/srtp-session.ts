import { copyBytes, packetKind, putU32, RTP_HEADER_BYTES, u16, u32 } from '@sky-genesis/rtp';
import { headerBytes } from '../srtp/header-bytes.ts';
import { PacketIndices, SourceIndices } from '../srtp/packet-index.ts';
import type { KeyingMaterial } from './dtls-session.ts';
import type { Foreign } from './foreign.ts';
import { type PacketCipher, packetCipher } from './packet-cipher.ts';

/** Where packets lie, for us and for functions of C. */
export interface PacketMemory {
  readonly bytes: Uint8Array;
  /** Of its first octet. */
  readonly address: number;
}

const RTCP_HEADER_BYTES = 8;
const INDEX_BYTES = 4;
const ENCRYPTED = 0x8000_0000;
/** Streams of one peer that are kept apart. */
const MAX_SOURCES = 128;

/** SRTP and SRTCP of one association, both ways (RFC 3711, RFC 7714). */
export class SrtpSession {
  readonly #sentRtp: PacketCipher;
  readonly #sentRtcp: PacketCipher;
  readonly #receivedRtp: PacketCipher;
  readonly #receivedRtcp: PacketCipher;
  readonly #sent = new Map<number, PacketIndices>();
  readonly #received = new SourceIndices(MAX_SOURCES);
  /** Each source counts its own (RFC 3711 section 3.2.3). */
  readonly #receivedControl = new SourceIndices(MAX_SOURCES);
  #sentControl = 0;

  constructor(foreign: Foreign, { profile, local, remote }: KeyingMaterial) {
    this.#sentRtp = packetCipher(foreign, profile, local, 'rtp');
    this.#sentRtcp = packetCipher(foreign, profile, local, 'rtcp');
    this.#receivedRtp = packetCipher(foreign, profile, remote, 'rtp');
    this.#receivedRtcp = packetCipher(foreign, profile, remote, 'rtcp');
  }

  /**
   * Writes the packet at the beginning of `from` to `at` in `to`, protected. Returns its octets; 0 for what is no packet, or
   * would be sealed a second time under an index that may be used once.
   */
  protect(from: PacketMemory, length: number, to: PacketMemory, at: number): number {
    const { bytes } = from;
    switch (packetKind(bytes, 0, length)) {
      case 'rtp':
        return this.#protectRtp(from, length, to, at);
      case 'rtcp':
        return this.#protectRtcp(from, length, to, at);
      default:
        return 0;
    }
  }

  /** Opens the packet at `at` where it lies. Returns its octets; 0 for what is not authentic, or came before. Never throws. */
  unprotect(memory: PacketMemory, at: number, length: number): number {
    switch (packetKind(memory.bytes, at, at + length)) {
      case 'rtp':
        return this.#unprotectRtp(memory, at, length);
      case 'rtcp':
        return this.#unprotectRtcp(memory, at, length);
      default:
        return 0;
    }
  }

  /** Neither way works afterwards. */
  free(): void {
    for (const cipher of [this.#sentRtp, this.#sentRtcp, this.#receivedRtp, this.#receivedRtcp])
      cipher.free();
  }

  #protectRtp(from: PacketMemory, length: number, to: PacketMemory, at: number): number {
    const { bytes } = from;
    const cipher = this.#sentRtp;
    const header = headerBytes(bytes, 0, length);
    if (header > length) return 0;
    const ssrc = u32(bytes, 8);
    const indices = indicesOf(this.#sent, ssrc);
    const index = indices.guess(u16(bytes, 2));
    if (!cipher.repeats && indices.isReplay(index)) return 0;
    indices.accept(index);
    copyBytes(bytes, 0, header, to.bytes, at);
    cipher.trailer.setUint32(0, Math.floor(index / 0x1_0000));
    cipher.seal(from.address, to.address + at, header, length, ssrc, index);
    copyBytes(cipher.tag, 0, cipher.tagBytes, to.bytes, at + length);
    return length + cipher.tagBytes;
  }

  #protectRtcp(from: PacketMemory, length: number, to: PacketMemory, at: number): number {
    const { bytes } = from;
    const cipher = this.#sentRtcp;
    if (length < RTCP_HEADER_BYTES) return 0;
    this.#sentControl = (this.#sentControl + 1) % ENCRYPTED;
    const word = ENCRYPTED + this.#sentControl;
    copyBytes(bytes, 0, RTCP_HEADER_BYTES, to.bytes, at);
    cipher.trailer.setUint32(0, word);
    const ssrc = u32(bytes, 4);
    cipher.seal(from.address, to.address + at, RTCP_HEADER_BYTES, length, ssrc, this.#sentControl);
    // The index stands behind the tag of GCM, and before that of HMAC (RFC 7714 section 9.2, RFC 3711 section 3.4).
    const indexAt = cipher.repeats ? length : length + cipher.tagBytes;
    const tagAt = cipher.repeats ? length + INDEX_BYTES : length;
    putU32(to.bytes, at + indexAt, word);
    copyBytes(cipher.tag, 0, cipher.tagBytes, to.bytes, at + tagAt);
    return length + cipher.tagBytes + INDEX_BYTES;
  }

  #unprotectRtp({ bytes, address }: PacketMemory, at: number, length: number): number {
    const cipher = this.#receivedRtp;
    const end = length - cipher.tagBytes;
    const header = headerBytes(bytes, at, end);
    if (end < RTP_HEADER_BYTES || header > end) return 0;
    const ssrc = u32(bytes, at + 8);
    const indices = this.#received.of(ssrc);
    const index = indices.guess(u16(bytes, at + 2));
    if (indices.isReplay(index)) return 0;
    cipher.trailer.setUint32(0, Math.floor(index / 0x1_0000));
    copyBytes(bytes, at + end, cipher.tagBytes, cipher.tag, 0);
    if (!cipher.open(address + at, header, end, ssrc, index)) return 0;
    this.#received.accept(ssrc, indices, index);
    return end;
  }

  #unprotectRtcp({ bytes, address }: PacketMemory, at: number, length: number): number {
    const cipher = this.#receivedRtcp;
    const end = length - cipher.tagBytes - INDEX_BYTES;
    if (end < RTCP_HEADER_BYTES) return 0;
    const word = u32(bytes, at + (cipher.repeats ? end : end + cipher.tagBytes));
    const index = word % ENCRYPTED;
    const ssrc = u32(bytes, at + 4);
    const indices = this.#receivedControl.of(ssrc);
    // Nobody leaves it in clear (RFC 8827 section 6.5).
    if (word < ENCRYPTED || indices.isReplay(index)) return 0;
    cipher.trailer.setUint32(0, word);
    copyBytes(
      bytes,
      at + (cipher.repeats ? end + INDEX_BYTES : end),
      cipher.tagBytes,
      cipher.tag,
      0,
    );
    if (!cipher.open(address + at, RTCP_HEADER_BYTES, end, ssrc, index)) return 0;
    this.#receivedControl.accept(ssrc, indices, index);
    return end;
  }
}

function indicesOf(all: Map<number, PacketIndices>, ssrc: number): PacketIndices {
  const known = all.get(ssrc);
  if (known !== undefined) return known;
  const indices = new PacketIndices();
  all.set(ssrc, indices);
  return indices;
}
