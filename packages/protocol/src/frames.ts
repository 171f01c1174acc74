import { type Static, Type } from 'typebox';
import { DomainEvent } from './events.ts';
import { CLIENT_MEDIA_FRAMES, SERVER_MEDIA_FRAMES } from './media-frames.ts';
import { CallId, UnixSeconds, UserId } from './primitives.ts';
import { SignalPayload, SignalType } from './signaling.ts';
import { PresenceState } from './users.ts';

/** `presence:<user>`, `user:<id>`, `call:<id>`, `room:<id>`, `system`. */
export const Channel = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^(system|[a-z]+:.+)$',
});

const FrameId = Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Integer()]));
const closed = { additionalProperties: false } as const;

export const SubscribeFrame = Type.Object(
  { type: Type.Literal('Subscribe'), id: FrameId, channel: Channel },
  closed,
);
export const UnsubscribeFrame = Type.Object(
  { type: Type.Literal('Unsubscribe'), id: FrameId, channel: Channel },
  closed,
);
export const PresenceUpdateFrame = Type.Object(
  {
    type: Type.Literal('PresenceUpdate'),
    id: FrameId,
    user_id: UserId,
    status: PresenceState,
    status_message: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
  },
  closed,
);
export const PresenceProbeFrame = Type.Object(
  { type: Type.Literal('PresenceProbe'), id: FrameId, user_id: UserId },
  closed,
);
export const SignalFrame = Type.Object(
  {
    type: Type.Literal('Signal'),
    id: FrameId,
    call_id: CallId,
    to_user: Type.Optional(UserId),
    message_type: SignalType,
    payload: Type.Optional(SignalPayload),
  },
  closed,
);
/**
 * Positions seen per channel; answered, channel by channel, by the missed events in order and then `Resumed`;
 * each channel is followed from there on. A connection opened with `?resume=1` holds new events back
 * until its `Resume` (5 s at most), so that what was missed always comes before what is new; without it
 * new events may already have come, and those are not repeated.
 */
export const ResumeFrame = Type.Object(
  {
    type: Type.Literal('Resume'),
    id: FrameId,
    epoch: Type.String(),
    positions: Type.Record(Channel, Type.Integer({ minimum: 0 }), { maxProperties: 256 }),
  },
  closed,
);
export const PingFrame = Type.Object({ type: Type.Literal('Ping'), id: FrameId }, closed);

export const ClientFrame = Type.Union([
  SubscribeFrame,
  UnsubscribeFrame,
  PresenceUpdateFrame,
  PresenceProbeFrame,
  SignalFrame,
  ResumeFrame,
  PingFrame,
  ...CLIENT_MEDIA_FRAMES,
]);
export type ClientFrame = Static<typeof ClientFrame>;

export const HelloFrame = Type.Object({
  type: Type.Literal('Hello'),
  epoch: Type.String(),
  /** Last number of each channel this connection follows from the start. */
  positions: Type.Record(Type.String(), Type.Integer()),
  features: Type.Array(Type.String()),
  user_id: Type.String(),
  connection_id: Type.String(),
  /** Seconds between the server's pings; silence of twice as long ends the connection. */
  heartbeat_s: Type.Integer(),
});
export const AckFrame = Type.Object({
  type: Type.Literal('Ack'),
  id: Type.Union([Type.String(), Type.Integer()]),
  /** Set for `Signal`: the mailbox number of the stored message. */
  seq: Type.Optional(Type.Integer()),
  /** Set for `Subscribe` to a numbered channel: events after this number follow. */
  position: Type.Optional(Type.Integer()),
});
export const PresenceStatusFrame = Type.Object({
  type: Type.Literal('PresenceStatus'),
  user_id: Type.String(),
  status: PresenceState,
  status_message: Type.Union([Type.String(), Type.Null()]),
  timestamp: UnixSeconds,
});
export const NotificationFrame = Type.Object({
  type: Type.Literal('Notification'),
  title: Type.String(),
  message: Type.String(),
  level: Type.Enum(['info', 'success', 'warning', 'error']),
});
export const EventFrame = Type.Object({ type: Type.Literal('Event'), event: DomainEvent });
export const ResumedFrame = Type.Object({
  type: Type.Literal('Resumed'),
  channel: Type.String(),
  /** False: the positions are of another epoch or too old; read the state anew. */
  recovered: Type.Boolean(),
  snapshot: Type.Boolean(),
});
export const ErrorFrame = Type.Object({
  type: Type.Literal('Error'),
  id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  code: Type.String(),
  message: Type.String(),
});
export const PongFrame = Type.Object({
  type: Type.Literal('Pong'),
  id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  timestamp: UnixSeconds,
});

export const ServerFrame = Type.Union([
  HelloFrame,
  AckFrame,
  PresenceStatusFrame,
  NotificationFrame,
  EventFrame,
  ResumedFrame,
  ErrorFrame,
  PongFrame,
  ...SERVER_MEDIA_FRAMES,
]);
export type ServerFrame = Static<typeof ServerFrame>;

/** Close codes of the WebSocket (RFC 6455 §7.4.2: 4000–4999 are private use). */
export const CLOSE_CODES = {
  goingAway: 1001,
  /** A binary frame: the protocol is text. */
  unsupportedData: 1003,
  policyViolation: 1008,
  frameTooLarge: 1009,
  /** The server could not go on with this connection; try again. */
  internalError: 1011,
  unauthenticated: 4401,
  forbidden: 4403,
  heartbeatLost: 4408,
  tooManyConnections: 4429,
  slowReader: 4430,
  rateLimited: 4431,
} as const;
