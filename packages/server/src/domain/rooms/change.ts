import type { Changed, RoomEvent } from './outcome.ts';
import type { Participant, Room, RoomState } from './room.ts';

/** The fields that a command may change; counts, version and times follow by themselves. */
type Patch = Partial<
  Pick<
    Room,
    | 'name'
    | 'status'
    | 'endReason'
    | 'maxParticipants'
    | 'settings'
    | 'passwordHash'
    | 'dialInPin'
    | 'locked'
    | 'endedAtMs'
  >
>;

/** The room after a command, with `touched` in place of, or after, who was there. */
export function changed(
  state: RoomState,
  patch: Patch,
  touched: readonly Participant[],
  nowMs: number,
  events: readonly RoomEvent[],
): Changed {
  const { room } = state;
  const participants = touched.length === 0 ? state.participants : new Map(state.participants);
  let { participantCount, waitingCount } = room;
  if (participants instanceof Map) {
    for (const next of touched) {
      const before = participants.get(next.id)?.status;
      participantCount += Number(next.status === 'joined') - Number(before === 'joined');
      waitingCount += Number(next.status === 'waiting') - Number(before === 'waiting');
      participants.set(next.id, next);
    }
  }
  const updatedAtMs = Math.max(nowMs, room.updatedAtMs);
  const next: Room = {
    ...room,
    ...patch,
    version: room.version + 1,
    participantCount,
    waitingCount,
    startedAtMs: room.startedAtMs ?? (participantCount > 0 ? updatedAtMs : null),
    emptySinceMs: participantCount > 0 ? null : (room.emptySinceMs ?? updatedAtMs),
    updatedAtMs,
  };
  return { ok: true, state: { room: next, participants }, touched, events };
}

/** One participant changed, and the event of it. */
export function changedOne(
  state: RoomState,
  participant: Participant,
  nowMs: number,
  event: Omit<RoomEvent, 'participant'>,
): Changed {
  return changed(state, {}, [participant], nowMs, [{ ...event, participant }]);
}

type ParticipantPatch = Partial<
  Pick<
    Participant,
    | 'displayName'
    | 'role'
    | 'status'
    | 'muted'
    | 'seating'
    | 'mustWait'
    | 'invitedAtMs'
    | 'ringing'
    | 'handRaisedAtMs'
    | 'joinedAtMs'
    | 'leftAtMs'
  >
>;

export function withChange(
  participant: Participant,
  patch: ParticipantPatch,
  nowMs: number,
): Participant {
  return { ...participant, ...patch, updatedAtMs: Math.max(nowMs, participant.updatedAtMs) };
}

/** Takes the seat. */
export function seated(participant: Participant, nowMs: number): Participant {
  return withChange(
    participant,
    {
      status: 'joined',
      ringing: null,
      seating: participant.seating + 1,
      mustWait: false,
      joinedAtMs: nowMs,
      leftAtMs: null,
    },
    nowMs,
  );
}

/** Gives up the seat, or the place before the door, or rings no more. */
export function gone(
  participant: Participant,
  status: 'left' | 'kicked' | 'denied',
  nowMs: number,
): Participant {
  const nothing = { ringing: null, handRaisedAtMs: null } as const;
  return withChange(participant, { ...nothing, status, leftAtMs: nowMs }, nowMs);
}
