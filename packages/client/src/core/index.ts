export type {
  Call,
  CallStatus,
  CallType,
  EndReason,
  Leg,
  PresenceState,
  Signal,
  SignalType,
  User,
} from '@sky-genesis/protocol';
export { Connection, type ConnectionEvents, type ConnectionOptions } from './connection.ts';
export { Emitter } from './emitter.ts';
export { HttpClient, type HttpRequest } from './http-client.ts';
export { type CallAction, type Page, type PageRequest, RestApi } from './rest-api.ts';
export type {
  DialOutOptions,
  JoinRoomOptions,
  PictureSize,
  RoomEnd,
  RoomMember,
  RoomPhase,
  RoomSession,
  RoomSessionEvents,
  Rooms,
  RoomsEvents,
  RoomTrack,
} from './room-types.ts';
export {
  type FieldError,
  hasCode,
  NetworkError,
  ProtocolError,
  SgeError,
  SignedOutError,
} from './sge-error.ts';
export { createSignaling } from './signaling.ts';
export { applicationTokens, sessionTokens, type TokenSource } from './token-source.ts';
export type * from './types.ts';
export type { VoipClient } from './voip-client.ts';
