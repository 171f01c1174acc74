export { BrowserSession, type Uplink } from './negotiation/browser-session.ts';
export {
  type AnnouncedSsrc,
  type BrowserDescription,
  type CodecName,
  DescriptionRefused,
  type ExtensionIds,
  type MediaKind,
  type NegotiatedCodec,
} from './negotiation/media-description.ts';
export type { OutgoingStream, Section } from './negotiation/write-section.ts';
export { type RandomNumber, Router } from './router/router.ts';
export { ForwardList } from './transport/forward-list.ts';
export {
  type BackendEvents,
  type BackendFactory,
  type DtlsSetup,
  type LocalTransportParameters,
  type MediaBackend,
  type MediaTransport,
  type TransportCredentials,
  TransportRefused,
} from './transport/media-transport.ts';
export { PacketBatch } from './transport/packet-batch.ts';
