import {
  audioLevelOctet,
  type HeaderExtensions,
  type KeyFrameDetector,
  keyFrameDetector,
  levelDbov,
  type RtpPacket,
  Vp8Descriptor,
} from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import { LayerDemand } from './demand.ts';
import { IncomingStream } from './incoming-stream.ts';
import type { PacketSink } from './packet-sink.ts';
import { completeSizes, type LayerSize } from './wish.ts';

/** A layer that has sent nothing for this long is switched off. */
const FLOWS_MS = 2000;

/** Of 720p in motion; smaller pictures take less, though more for each pixel. */
const GUESSED_BPS = 1_200_000;
const GUESSED_SOUND_BPS = 40_000;

/** What one uplink of a browser publishes: a stream for each simulcast layer, and who receives it. */
export class Producer {
  readonly id: string;
  /** Slot of the publisher's transport. */
  readonly slot: number;
  readonly uplink: Uplink;
  readonly consumers = new Set<PacketSink>();
  readonly demand: LayerDemand;
  /** By layer; sparse until each layer's first packet. */
  readonly streams: (IncomingStream | undefined)[] = [];
  /** Of the packet in hand, for VP8. */
  readonly vp8: Vp8Descriptor | undefined;
  /** Whether the packet in hand begins a picture that needs none before it; true for audio. */
  startsKeyFrame = true;
  /** Of the picture that a key frame in hand begins, where it tells. */
  pictureSize: LayerSize | undefined;
  /** By a moderator: nothing of it is forwarded. */
  blocked = false;
  readonly #levelId: number;
  #levelSum = 0;
  #levelCount = 0;
  readonly #detect: KeyFrameDetector | undefined;

  constructor(id: string, slot: number, uplink: Uplink) {
    this.id = id;
    this.slot = slot;
    this.uplink = uplink;
    this.demand = new LayerDemand(this.layerCount);
    const { name } = uplink.codec;
    this.#levelId = uplink.extensions.audioLevel ?? 0;
    this.vp8 = name === 'vp8' ? new Vp8Descriptor() : undefined;
    this.#detect = name === 'h264' ? keyFrameDetector(name) : undefined;
  }

  get layerCount(): number {
    return Math.max(1, this.uplink.rids.length);
  }

  /** The layer of a RID; -1 for one that was not negotiated. Without simulcast all is layer 0. */
  layerOf(rid: string): number {
    return this.uplink.rids.length === 0 ? 0 : this.uplink.rids.indexOf(rid);
  }

  /** The stream of a layer, made at its first packet, and anew when its SSRC changes. */
  stream(layer: number, ssrc: number): IncomingStream {
    const known = this.streams[layer];
    if (known?.ssrc === ssrc) return known;
    const { codec, kind } = this.uplink;
    const { clockRate } = codec;
    const repairs = codec.rtxPayloadType !== undefined;
    const stream = new IncomingStream({ ssrc, layer, kind, clockRate, repairs });
    this.streams[layer] = stream;
    return stream;
  }

  /** Of all layers, smallest first, guessed until key frames tell. */
  layerSizes(): readonly LayerSize[] {
    return completeSizes(
      Array.from({ length: this.layerCount }, (_, layer) => this.streams[layer]?.size),
    );
  }

  /** The highest layer up to `wanted` that flows; `wanted` itself where none does. */
  flowingLayer(wanted: number, nowMs: number): number {
    for (let layer = wanted; layer >= 0; layer -= 1) {
      const stream = this.streams[layer];
      if (stream !== undefined && nowMs - stream.lastPacketMs < FLOWS_MS) return layer;
    }
    return wanted;
  }

  /** The rate of each layer, smallest first, guessed until it is measured; 0 for one that does not flow. */
  ratesBps(nowMs: number): readonly number[] {
    const sizes = this.layerSizes();
    return Array.from({ length: this.layerCount }, (_, layer) => {
      const stream = this.streams[layer];
      if (stream === undefined || nowMs - stream.lastPacketMs >= FLOWS_MS) return 0;
      if (stream.bitrateBps > 0) return stream.bitrateBps;
      return this.uplink.kind === 'audio' ? GUESSED_SOUND_BPS : guessedBps(sizes[layer]);
    });
  }

  /** Whether `demand` has changed. */
  updateDemand(nowMs: number): boolean {
    let wanted = -1;
    for (const { wantedLayer } of this.consumers) wanted = Math.max(wanted, wantedLayer);
    return this.demand.update(wanted, nowMs);
  }

  /** Takes note of how loud the packet is, where it says so (RFC 6464). */
  hear(packet: RtpPacket, extensions: HeaderExtensions): void {
    if (this.#levelId === 0) return;
    const octet = audioLevelOctet(packet, extensions, this.#levelId);
    if (octet < 0) return;
    this.#levelSum += levelDbov(octet);
    this.#levelCount += 1;
  }

  /** The mean level since the last call; undefined when nothing came. */
  takeLevel(): number | undefined {
    if (this.#levelCount === 0) return undefined;
    const level = this.#levelSum / this.#levelCount;
    this.#levelSum = 0;
    this.#levelCount = 0;
    return level;
  }

  /** Reads the payload's descriptor; false when it cannot be forwarded. */
  inspect(packet: RtpPacket): boolean {
    const { bytes, payloadStart, payloadEnd } = packet;
    if (payloadStart === payloadEnd) {
      this.startsKeyFrame = this.uplink.kind === 'audio';
      return true;
    }
    if (this.vp8 !== undefined) {
      if (!this.vp8.read(bytes, payloadStart, payloadEnd)) return false;
      const { startsKeyFrame, width, height } = this.vp8;
      this.startsKeyFrame = startsKeyFrame;
      if (startsKeyFrame) this.pictureSize = width > 0 ? { width, height } : undefined;
    } else if (this.#detect !== undefined)
      this.startsKeyFrame = this.#detect(bytes, payloadStart, payloadEnd);
    return true;
  }
}

function guessedBps({ width, height }: LayerSize = { width: 1280, height: 720 }): number {
  return GUESSED_BPS * ((width * height) / (1280 * 720)) ** 0.8;
}
