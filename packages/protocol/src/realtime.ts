import { type Static, Type } from 'typebox';
import { NullableTimestamp, UserId } from './primitives.ts';
import { PresenceState } from './users.ts';

/** Somebody's presence over REST. `updated_at` is null for who has not been seen since the server's start. */
export const PresenceEntry = Type.Object(
  {
    user_id: UserId,
    status: PresenceState,
    status_message: Type.Union([Type.String(), Type.Null()]),
    updated_at: NullableTimestamp,
  },
  { $id: 'PresenceEntry', additionalProperties: false },
);
export type PresenceEntry = Static<typeof PresenceEntry>;

/**
 * Sets a presence; one's own, unless `user_id` names somebody else's. Without a connection of that user
 * it lasts `ttl_s` seconds, five minutes when absent.
 */
export const SetPresence = Type.Object(
  {
    user_id: Type.Optional(UserId),
    status: PresenceState,
    status_message: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
    ttl_s: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
  },
  { $id: 'SetPresence', additionalProperties: false },
);
export type SetPresence = Static<typeof SetPresence>;

export const NoticeLevel = Type.Enum(['info', 'success', 'warning', 'error']);

/** Shown to people as a `Notification` frame; nobody keeps it. */
export const SendNotice = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    message: Type.String({ maxLength: 2000 }),
    level: Type.Optional(NoticeLevel),
  },
  { $id: 'SendNotice', additionalProperties: false },
);
export type SendNotice = Static<typeof SendNotice>;

export const NoticeDelivered = Type.Object(
  { delivered: Type.Integer({ minimum: 0, description: 'open connections it was sent to' }) },
  { $id: 'NoticeDelivered', additionalProperties: false },
);
export type NoticeDelivered = Static<typeof NoticeDelivered>;

/** WebSocket connections of the organisation, on this server. */
export const RealtimeStatus = Type.Object(
  {
    connections: Type.Integer({ minimum: 0 }),
    members: Type.Integer({ minimum: 0, description: 'users and keys with a connection' }),
  },
  { $id: 'RealtimeStatus', additionalProperties: false },
);
export type RealtimeStatus = Static<typeof RealtimeStatus>;
