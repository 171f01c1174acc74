import type { RecordedEvent } from '../../kernel/index.ts';
import type { Actor } from './command.ts';
import type { RoomState } from './room.ts';
import { MESSAGE_EVENT, type RoomChangeNews } from './room-event.ts';
import { isVisibleTo, knowsFrom, mayModerate, placeOf } from './standing.ts';

/** How much of what happens in a room is for a member. */
export interface RoomView {
  readonly memberId: string;
  readonly admin: boolean;
  /** The room's version that it was taken from. */
  readonly version: number;
  /** Knows of the room: hears what becomes of it, and of their own place. */
  readonly knows: boolean;
  /** Hears who comes and goes, and what is said. */
  readonly seated: boolean;
  /** Hears also who waits, and whatever else. */
  readonly moderates: boolean;
}

export function viewOf(state: RoomState, actor: Actor): RoomView {
  return {
    ...actor,
    version: state.room.version,
    knows: isVisibleTo(state, actor.memberId) || actor.admin,
    seated: placeOf(state, actor.memberId)?.status === 'joined',
    moderates: mayModerate(state, actor),
  };
}

/** The view after what an event tells; the one of before where that is older, or about others. */
export function viewAfter(
  view: RoomView,
  { room, participant, invited }: RoomChangeNews,
): RoomView {
  const { memberId, admin } = view;
  if (room.version < view.version) return view;
  const next = { ...view, version: room.version };
  const creator = room.createdBy === memberId;
  if (room.status === 'ended') return { ...next, seated: false, moderates: admin || creator };
  if (invited.includes(memberId)) return { ...next, knows: true };
  if (participant?.userId !== memberId) return view;
  const kicked = participant.status === 'kicked';
  // Who has come to the door follows what becomes of the room until he is removed or connects anew.
  const knows = admin || creator || (!kicked && (view.knows || knowsFrom(participant)));
  if (participant.kind !== 'webrtc' && !kicked) return { ...next, knows };
  const seated = participant.status === 'joined';
  return {
    ...next,
    knows,
    seated,
    moderates: admin || creator || (seated && participant.role === 'moderator'),
  };
}

/** Nothing is known yet of a member, but that a room's event brings them to it. */
export function firstView(memberId: string, admin: boolean, news: RoomChangeNews): RoomView {
  const knows = admin || news.room.createdBy === memberId;
  const nothing = { memberId, admin, version: 0, knows, seated: false, moderates: knows };
  return viewAfter(nothing, news);
}

/** What happens before the door is the moderators' business, and theirs who stand there. */
const AT_THE_DOOR: ReadonlySet<string> = new Set([
  'room.participant_waiting',
  'room.participant_denied',
]);

/** Whether an event of the room is for whoever has this view of it. */
export function hears(view: RoomView, { type, data }: RecordedEvent): boolean {
  if (view.admin) return true;
  if (type === MESSAGE_EVENT) return view.seated;
  const participant = data.participant;
  if (typeof participant === 'object' && participant !== null && 'userId' in participant) {
    if (participant.userId === view.memberId || view.moderates) return true;
    return view.seated && !AT_THE_DOOR.has(type);
  }
  if (view.moderates) return true;
  if (type === 'room.invited') {
    const invited = data.user_ids;
    return Array.isArray(invited) && invited.includes(view.memberId);
  }
  return view.knows;
}
