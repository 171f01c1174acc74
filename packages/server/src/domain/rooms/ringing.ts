import { changed, gone } from './change.ts';
import { type Changed, type Outcome, type RoomEvent, unchanged } from './outcome.ts';
import type { Participant, RingEndReason, RoomState } from './room.ts';
import { ringingIn } from './standing.ts';

/** Phones that ring are given up, and their seats are free. */
export function notReached(
  state: RoomState,
  places: readonly Participant[],
  reason: RingEndReason,
  nowMs: number,
  by?: string,
): Changed {
  const ringing = places.filter(({ status }) => status === 'ringing');
  if (ringing.length === 0) return unchanged(state);
  const touched = ringing.map((place) => gone(place, 'left', nowMs));
  const events = touched.map((participant): RoomEvent => {
    const about = { type: 'room.participant_not_reached', participant } as const;
    const details = { end_reason: reason };
    return by === undefined ? { ...about, details } : { ...about, by, details };
  });
  return changed(state, {}, touched, nowMs, events);
}

/** Those whose time is over. */
export function ringsOver(state: RoomState, nowMs: number): Changed {
  const over = ringingIn(state).filter(({ ringing }) => (ringing?.untilMs ?? 0) <= nowMs);
  return notReached(state, over, 'no_answer', nowMs);
}

/** When the next phone has rung for long enough, Unix milliseconds; undefined where none rings. */
export function ringsUntilMs(state: RoomState): number | undefined {
  const dues = ringingIn(state).map(({ ringing }) => ringing?.untilMs ?? 0);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

/** Nobody's phone rings for somebody who has left: the last of their seats takes with it what they have asked for. */
export function withoutOrphans(before: RoomState, outcome: Outcome, nowMs: number): Outcome {
  if (!outcome.ok || outcome.state.room.status === 'ended') return outcome;
  const { state, touched, events } = outcome;
  const leavers = new Set(
    touched
      .filter(({ id, status }) => status !== 'joined' && statusIn(before, id) === 'joined')
      .map(({ userId }) => userId)
      .filter((userId) => !isSeated(state, userId)),
  );
  const orphans = ringingIn(state).filter(({ ringing }) => leavers.has(ringing?.by ?? null));
  if (orphans.length === 0) return outcome;
  const after = notReached(state, orphans, 'cancelled', nowMs);
  return {
    ok: true,
    // It is one step, whatever comes of it.
    state: { ...after.state, room: { ...after.state.room, version: state.room.version } },
    touched: [...touched, ...after.touched],
    events: [...events, ...after.events],
  };
}

function statusIn({ participants }: RoomState, id: string): Participant['status'] | undefined {
  return participants.get(id)?.status;
}

function isSeated({ participants }: RoomState, userId: string | null): boolean {
  return [...participants.values()].some((one) => one.userId === userId && one.status === 'joined');
}
