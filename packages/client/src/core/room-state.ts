import type { Room, RoomMessage, RoomParticipant } from '@sky-genesis/protocol';
import type { RoomEvent } from './room-event.ts';
import type { RoomEnd } from './room-types.ts';

/** A room as one participant knows it, from the server's answers and events. */
export interface RoomState {
  readonly room: Room;
  readonly me: RoomParticipant;
  /** Everybody ever told of, by id. */
  readonly participants: ReadonlyMap<string, RoomParticipant>;
  /** By number. */
  readonly messages: readonly RoomMessage[];
}

/** After a `join`. */
export function enteredRoom(room: Room, me: RoomParticipant, before?: RoomState): RoomState {
  const participants = new Map(before?.participants).set(me.id, me);
  return { room, me, participants, messages: before?.messages ?? [] };
}

export function afterEvent(state: RoomState, event: RoomEvent): RoomState {
  const room = event.room === undefined ? state.room : laterRoom(state.room, event.room);
  const told = event.participant === undefined ? [] : [event.participant];
  const messages = event.message === undefined ? [] : [event.message];
  return afterReading({ ...state, room }, told, messages);
}

/** The server has been asked who is there. What it does not name any more keeps its last known state. */
export function afterReading(
  state: RoomState,
  participants: readonly RoomParticipant[],
  messages: readonly RoomMessage[] = [],
): RoomState {
  const known = new Map(state.participants);
  for (const told of participants) known.set(told.id, later(known.get(told.id), told));
  return {
    ...state,
    me: known.get(state.me.id) ?? state.me,
    participants: known,
    messages: merged(state.messages, messages),
  };
}

/** Equal times: what is told last. What has ended stays so. */
function laterRoom(known: Room, told: Room): Room {
  if (told.updated_at < known.updated_at || known.status === 'ended') return known;
  const metadata = Object.keys(told.metadata).length === 0 ? known.metadata : told.metadata;
  const dialIn = told.settings.dial_in ? (told.dial_in ?? known.dial_in) : null;
  return { ...told, name: told.name || known.name, metadata, dial_in: dialIn };
}

/** Everybody with a seat, oneself first, then by arrival. */
export function seatedIn({ me, participants }: RoomState): readonly RoomParticipant[] {
  return [...participants.values()]
    .filter(({ status }) => status === 'joined')
    .toSorted((a, b) => Number(b.id === me.id) - Number(a.id === me.id) || byArrival(a, b));
}

/** Who waits before the door, as far as one may decide on it. */
export function waitingAt({ me, participants }: RoomState): readonly RoomParticipant[] {
  return me.role === 'moderator' ? longestIn('waiting', participants) : [];
}

/** Phones that are being rung into the room, in the order of their ringing. */
export function ringingIn({ participants }: RoomState): readonly RoomParticipant[] {
  return longestIn('ringing', participants);
}

/** Why it is over for this participant; null while it is not. */
export function endOfRoom({ room, me }: RoomState): RoomEnd | null {
  if (me.status === 'kicked' || me.status === 'denied') return me.status;
  if (room.status === 'ended') return room.end_reason === 'time_limit' ? 'time_limit' : 'deleted';
  return me.status === 'left' ? 'left' : null;
}

function later(known: RoomParticipant | undefined, told: RoomParticipant): RoomParticipant {
  if (known === undefined) return told;
  if (told.updated_at < known.updated_at) return known;
  return { ...told, display_name: told.display_name || known.display_name };
}

function merged(known: readonly RoomMessage[], told: readonly RoomMessage[]) {
  const fresh = told.filter(({ id }) => known.every((message) => message.id !== id));
  return fresh.length === 0 ? known : [...known, ...fresh].toSorted((a, b) => a.seq - b.seq);
}

/** In the order in which they have come into the status. */
function longestIn(
  status: RoomParticipant['status'],
  participants: RoomState['participants'],
): readonly RoomParticipant[] {
  return [...participants.values()]
    .filter((participant) => participant.status === status)
    .toSorted((a, b) => compare(a.updated_at, b.updated_at) || compare(a.id, b.id));
}

function byArrival(a: RoomParticipant, b: RoomParticipant): number {
  return compare(a.joined_at ?? '', b.joined_at ?? '') || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
