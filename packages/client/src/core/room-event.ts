import {
  type DomainEvent,
  parseAs,
  RingEndReason,
  Room,
  RoomMessage,
  RoomParticipant,
} from '@sky-genesis/protocol';

/** What an event of a room's channel says. */
export interface RoomEvent {
  readonly type: string;
  readonly roomId: string;
  /** Its name and metadata are empty where the event does not tell them, and number and PIN are never told. */
  readonly room: Room | undefined;
  /** Whom it is about; the name is empty where the event does not tell it. */
  readonly participant: RoomParticipant | undefined;
  readonly message: RoomMessage | undefined;
  /** Why somebody has left: `left`, or `lost` by their network. */
  readonly reason: string | undefined;
  /** Why a phone that the room has rung is not in it: of `room.participant_not_reached`. */
  readonly ringEnd: RingEndReason | undefined;
  /** Of `room.updated`: what of the room is different, as its fields are named. */
  readonly changed: readonly string[];
  /** User ids of those who have been invited. */
  readonly invited: readonly string[];
}

/**
 * Reads an event of a `room:` channel, or one about a room that comes on the user's own.
 *
 * @returns undefined for others; what a newer server has changed is missing from the result
 */
export function parseRoomEvent({ channel, type, data }: DomainEvent): RoomEvent | undefined {
  const room = parseAs(Room, withDefaults({ name: '', metadata: {}, dial_in: null }, data.room));
  const named = channel.startsWith('room:') ? channel.slice('room:'.length) : room?.id;
  if (named === undefined || !type.startsWith('room.')) return undefined;
  return {
    type,
    roomId: named,
    room,
    participant: parseAs(RoomParticipant, withDefaults({ display_name: '' }, data.participant)),
    message: parseAs(RoomMessage, data.message),
    reason: typeof data.reason === 'string' ? data.reason : undefined,
    ringEnd: parseAs(RingEndReason, data.end_reason),
    changed: Array.isArray(data.changed) ? data.changed.map(String) : [],
    invited: Array.isArray(data.user_ids) ? data.user_ids.map(String) : [],
  };
}

/** Names of people and rooms are told by those events only whose reader may not know them yet. */
function withDefaults(defaults: object, told: unknown): unknown {
  return typeof told === 'object' && told !== null ? { ...defaults, ...told } : told;
}
