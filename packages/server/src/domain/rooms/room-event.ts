import type {
  Json,
  JsonObject,
  NewEvent,
  PersonalValue,
  RecordedEvent,
} from '../../kernel/index.ts';
import type { RoomEvent } from './outcome.ts';
import type { Participant, Room } from './room.ts';
import {
  type ParticipantFacts,
  parseParticipantFacts,
  parseRoomFacts,
  participantFactsToJson,
  type RoomFacts,
  roomFactsToJson,
} from './room-json.ts';

/** Event type of what is said in a room's chat. */
export const MESSAGE_EVENT = 'room.message';

export function streamOf(roomId: string): string {
  return `room:${roomId}`;
}

/** What happened to `room`, which is the room after all of it. */
export function toNewEvents(room: Room, events: readonly RoomEvent[]): readonly NewEvent[] {
  const stream = streamOf(room.id);
  const facts = roomFactsToJson(room);
  return events.map((event) => {
    const { type, participant, by, details } = event;
    const data: JsonObject = {
      room: facts,
      ...(participant === undefined ? {} : { participant: participantFactsToJson(participant) }),
      ...(by === undefined ? {} : { by }),
      ...details,
    };
    const personal = personalOf(room, event);
    return Object.keys(personal).length === 0
      ? { stream, type, data }
      : { stream, type, data, personal };
  });
}

/** Names of people and of the room, where somebody may not know them yet. */
function personalOf(
  room: Room,
  { type, participant, address }: RoomEvent,
): Readonly<Record<string, PersonalValue>> {
  if (participant !== undefined) {
    const named = { display_name: nameOf(participant) };
    return address === undefined ? named : { ...named, address: { value: address } };
  }
  if (type !== 'room.created' && type !== 'room.updated' && type !== 'room.invited') return {};
  const name = { subject: room.createdBy, value: room.name };
  const metadata: Json = JSON.parse(JSON.stringify(room.metadata));
  if (type !== 'room.created' || Object.keys(room.metadata).length === 0) return { name };
  return { name, metadata: { subject: room.createdBy, value: metadata } };
}

function nameOf({ userId, displayName }: Participant): PersonalValue {
  return userId === null ? { value: displayName } : { subject: userId, value: displayName };
}

/** What an event says of its room. */
export interface RoomChangeNews {
  readonly room: RoomFacts;
  /** Whom it is about. */
  readonly participant: ParticipantFacts | undefined;
  /** User ids of those who have been asked in. */
  readonly invited: readonly string[];
}

/** Undefined for an event of something else, or of what is said in the chat. */
export function roomChangeOf({ stream, data }: RecordedEvent): RoomChangeNews | undefined {
  const { room, participant, user_ids: invited } = data;
  if (!stream.startsWith('room:') || room === undefined) return undefined;
  return {
    room: parseRoomFacts(room),
    participant: participant === undefined ? undefined : parseParticipantFacts(participant),
    invited: Array.isArray(invited) ? invited.filter((id) => typeof id === 'string') : [],
  };
}
