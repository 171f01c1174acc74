export type { CallLookup, RoomDoor, RoomSeat } from './admission.ts';
export type { PublishedTrack } from './conference.ts';
export type { CloseReason, MediaNotice, MediaPeer, ParticipantQuality } from './notice.ts';
export { type OneWayAccess, type OneWayAnswer, OneWayMedia, type OneWayOffer } from './one-way.ts';
export { Phones } from './phones.ts';
export type {
  Answered,
  MediaEngine,
  MediaEngineEvents,
  PhoneEngine,
  PhoneEngineEvents,
  QualityReport,
  Reception,
  UplinkDemand,
  Wish,
} from './ports.ts';
export { RoomSeating } from './room-door.ts';
export { MediaService, type MediaServiceOptions, type OfferInput } from './service.ts';
export type { MediaSource, ReceivedTrack, SentTrack } from './track.ts';
export { MediaWatch } from './watch.ts';
