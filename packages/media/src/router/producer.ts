import {
  audioLevelOctet,
  type HeaderExtensions,
  type KeyFrameDetector,
  keyFrameDetector,
  levelDbov,
  type PictureDescriptor,
  type RtpPacket,
  Vp8Descriptor,
  Vp9Descriptor,
} from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import { LayerDemand } from './demand.ts';
import { IncomingStream } from './incoming-stream.ts';
import type { Layers } from './layers.ts';
import type { PacketSink } from './packet-sink.ts';
import { SimulcastLayers } from './simulcast-layers.ts';
import { SvcLayers } from './svc-layers.ts';
import type { LayerSize } from './wish.ts';

/** What one uplink of a browser publishes: a stream for each simulcast layer, and who receives it. */
export class Producer {
  readonly id: string;
  /** Slot of the publisher's transport. */
  readonly slot: number;
  readonly uplink: Uplink;
  readonly consumers = new Set<PacketSink>();
  readonly demand: LayerDemand;
  /** By layer; sparse until each layer's first packet. One for all where layers share a stream. */
  readonly streams: (IncomingStream | undefined)[] = [];
  readonly layers: Layers;
  /** Where layers share one stream. */
  readonly svc: SvcLayers | undefined;
  /** Of the packet in hand. */
  readonly vp8: Vp8Descriptor | undefined;
  readonly vp9: Vp9Descriptor | undefined;
  /** That of the two which there is. */
  readonly picture: PictureDescriptor | undefined;
  /** Whether the packet in hand begins a picture that needs none before it; true for audio. */
  startsKeyFrame = true;
  /** Of the picture that a key frame in hand begins, where it tells. */
  pictureSize: LayerSize | undefined;
  /** Whether the packet in hand repeats those before it (RFC 2198). */
  redundant = false;
  /** By a moderator: nothing of it is forwarded. */
  blocked = false;
  readonly #detect: KeyFrameDetector | undefined;
  readonly #levelId: number;
  #levelSum = 0;
  #levelCount = 0;

  constructor(id: string, slot: number, uplink: Uplink) {
    this.id = id;
    this.slot = slot;
    this.uplink = uplink;
    const { name } = uplink.codec;
    const streams = Math.max(1, uplink.rids.length);
    this.demand = new LayerDemand(streams);
    this.svc = name === 'vp9' && uplink.rids.length === 0 ? new SvcLayers() : undefined;
    this.layers = this.svc ?? new SimulcastLayers(streams, this.streams);
    this.vp8 = name === 'vp8' ? new Vp8Descriptor() : undefined;
    this.vp9 = name === 'vp9' ? new Vp9Descriptor() : undefined;
    this.picture = this.vp8 ?? this.vp9;
    this.#detect = name === 'h264' || name === 'av1' ? keyFrameDetector(name) : undefined;
    this.#levelId = uplink.extensions.audioLevel ?? 0;
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

  /** Reads the payload's type and descriptor; false when it cannot be forwarded. */
  inspect(packet: RtpPacket, nowMs: number): boolean {
    const { codec, kind } = this.uplink;
    this.redundant = packet.payloadType === codec.redPayloadType;
    if (!this.redundant && packet.payloadType !== codec.payloadType) return false;
    const { bytes, payloadStart, payloadEnd } = packet;
    if (payloadStart === payloadEnd) this.startsKeyFrame = kind === 'audio';
    else if (this.picture !== undefined) {
      if (!this.picture.read(bytes, payloadStart, payloadEnd)) return false;
      this.#describe(packet.payloadBytes, nowMs);
    } else if (this.#detect !== undefined)
      this.startsKeyFrame = this.#detect(bytes, payloadStart, payloadEnd);
    return true;
  }

  #describe(octets: number, nowMs: number): void {
    if (this.vp8 !== undefined) {
      const { startsKeyFrame, width, height } = this.vp8;
      this.startsKeyFrame = startsKeyFrame;
      if (startsKeyFrame) this.pictureSize = width > 0 ? { width, height } : undefined;
    } else if (this.vp9 !== undefined) {
      const { startsKeyFrame, widths, heights } = this.vp9;
      this.startsKeyFrame = startsKeyFrame;
      this.svc?.receive(this.vp9, octets, nowMs);
      if (!startsKeyFrame) return;
      const [width = 0, height = 0] = [widths[0], heights[0]];
      this.pictureSize = width > 0 ? { width, height } : undefined;
    }
  }
}
