import {
  type KeyFrameDetector,
  keyFrameDetector,
  type RtpPacket,
  Vp8Descriptor,
} from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import { IncomingStream } from './incoming-stream.ts';
import type { PacketSink } from './packet-sink.ts';

/** What one uplink of a browser publishes: a stream for each simulcast layer, and who receives it. */
export class Producer {
  readonly id: string;
  /** Slot of the publisher's transport. */
  readonly slot: number;
  readonly uplink: Uplink;
  readonly consumers = new Set<PacketSink>();
  /** By layer; sparse until each layer's first packet. */
  readonly streams: (IncomingStream | undefined)[] = [];
  /** Of the packet in hand, for VP8. */
  readonly vp8: Vp8Descriptor | undefined;
  /** Whether the packet in hand begins a picture that needs none before it; true for audio. */
  startsKeyFrame = true;
  readonly #detect: KeyFrameDetector | undefined;

  constructor(id: string, slot: number, uplink: Uplink) {
    this.id = id;
    this.slot = slot;
    this.uplink = uplink;
    const { name } = uplink.codec;
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
    const { codec } = this.uplink;
    const repairs = codec.rtxPayloadType !== undefined;
    const stream = new IncomingStream({ ssrc, layer, clockRate: codec.clockRate, repairs });
    this.streams[layer] = stream;
    return stream;
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
      this.startsKeyFrame = this.vp8.startsKeyFrame;
    } else if (this.#detect !== undefined)
      this.startsKeyFrame = this.#detect(bytes, payloadStart, payloadEnd);
    return true;
  }
}
