import { absSendTime, ExtensionBlock, writeRtpHeader } from '@sky-genesis/rtp';
import { EXTENSION_IDS, PAYLOAD_TYPES, type Stream } from '../browser-sdp.ts';

const FRAMES_PER_SECOND = 25;
/** More than this is never caught up with: a stalled load must not answer with a flood. */
const MAX_BURST = 50;
const LEVEL = 0x80 | 30;
/** RFC 6386 section 9.1: the frame's tag, and of a key frame its start code and size: 1280 × 720. */
const KEY_FRAME = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02];
const INTER_FRAME = [0x11, 0, 0];

/** Makes the packets of one stream: Opus-like, or VP8 with picture ids, in frames of equal size. */
export class StreamSender {
  readonly stream: Stream;
  readonly #mid: Uint8Array;
  readonly #packet: Buffer;
  readonly #extensions = new ExtensionBlock();
  #packetsPerSecond = 0;
  #startMs = 0;
  #sentSinceStart = 0;
  #sequence = Math.floor(Math.random() * 0x10000);
  #timestamp = Math.floor(Math.random() * 0x1_0000_0000);
  #pictureId = 0;
  #keyFrame = true;
  #packetOfFrame = 0;

  constructor(stream: Stream, mid: number) {
    this.stream = stream;
    this.#mid = Buffer.from(String(mid));
    this.#packet = Buffer.alloc(stream.packetBytes, 0x55);
  }

  pace(packetsPerSecond: number, nowMs: number): void {
    this.#packetsPerSecond = packetsPerSecond;
    this.#startMs = nowMs;
    this.#sentSinceStart = 0;
    this.#keyFrame = true;
  }

  /** The next picture will be one that needs none before it. */
  requestKeyFrame(): void {
    this.#keyFrame = true;
  }

  /** How many packets are due. */
  due(nowMs: number): number {
    const total = Math.floor(((nowMs - this.#startMs) * this.#packetsPerSecond) / 1000);
    const due = total - this.#sentSinceStart;
    this.#sentSinceStart = total;
    return Math.min(due, MAX_BURST);
  }

  /** The next packet, in memory that the next call overwrites. */
  next(transportSequence: number, nowMs: number): Buffer {
    const last = this.#packetOfFrame + 1 >= this.#packetsPerFrame();
    const at = this.#writeHeader(last, transportSequence, nowMs);
    if (this.stream.kind === 'video') this.#writeDescriptor(at);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#packetOfFrame = last ? 0 : this.#packetOfFrame + 1;
    if (last) this.#nextFrame();
    return this.#packet;
  }

  #packetsPerFrame(): number {
    if (this.stream.kind === 'audio') return 1;
    return Math.max(1, Math.round(this.#packetsPerSecond / FRAMES_PER_SECOND));
  }

  #writeHeader(marker: boolean, transportSequence: number, nowMs: number): number {
    const audio = this.stream.kind === 'audio';
    const extensions = this.#extensions.begin();
    extensions.add(EXTENSION_IDS.mid, this.#mid);
    extensions.addU24(EXTENSION_IDS.absSendTime, absSendTime(nowMs));
    extensions.addU16(EXTENSION_IDS.transportSequence, transportSequence);
    if (audio) extensions.addU8(EXTENSION_IDS.audioLevel, LEVEL);
    extensions.end();
    return writeRtpHeader(
      this.#packet,
      0,
      {
        marker: marker && !audio,
        payloadType: audio ? PAYLOAD_TYPES.audio : PAYLOAD_TYPES.video,
        sequenceNumber: this.#sequence,
        timestamp: this.#timestamp,
        ssrc: this.stream.ssrc,
      },
      extensions,
    );
  }

  /** RFC 7741 section 4.2, with a picture id of 15 bits, and the beginning of the frame. */
  #writeDescriptor(at: number): void {
    const starts = this.#packetOfFrame === 0;
    this.#packet[at] = 0x80 | (starts ? 0x10 : 0);
    this.#packet[at + 1] = 0x80;
    this.#packet.writeUInt16BE(0x8000 | this.#pictureId, at + 2);
    if (!starts) return;
    this.#packet.set(this.#keyFrame ? KEY_FRAME : INTER_FRAME, at + 4);
    this.#keyFrame = false;
  }

  #nextFrame(): void {
    const ticks = this.stream.kind === 'audio' ? 960 : 90_000 / FRAMES_PER_SECOND;
    this.#timestamp = (this.#timestamp + ticks) >>> 0;
    this.#pictureId = (this.#pictureId + 1) & 0x7fff;
  }
}
