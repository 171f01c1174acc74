import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import type { Consumer } from './consumer.ts';
import type { IncomingStream } from './incoming-stream.ts';
import type { Member } from './member.ts';

/** Asks a publisher for a key frame of a stream, at most once a second; later what came too early. */
function requestKeyFrame(
  publisher: Member,
  stream: IncomingStream,
  batch: PacketBatch,
  forwards: ForwardList,
): void {
  if (stream.keyFrames.request(batch.nowMs)) sendPictureLoss(publisher, stream, batch, forwards);
}

/** The same for the stream a consumer has, or waits for. */
export function requestFor(
  publisher: Member,
  { producer, layers }: Consumer,
  batch: PacketBatch,
  forwards: ForwardList,
): void {
  if (producer.uplink.kind !== 'video' || layers.target < 0) return;
  const stream = producer.streams[layers.target];
  if (stream !== undefined) requestKeyFrame(publisher, stream, batch, forwards);
}

export function sendPictureLoss(
  publisher: Member,
  stream: IncomingStream,
  batch: PacketBatch,
  forwards: ForwardList,
): void {
  stream.pictureLosses += 1;
  const { reportSsrc: senderSsrc } = publisher;
  const packet = { kind: 'picture-loss', senderSsrc, mediaSsrc: stream.ssrc } as const;
  publisher.sendRtcp([packet], batch, forwards);
}
