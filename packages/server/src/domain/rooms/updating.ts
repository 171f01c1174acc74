import { changed, gone } from './change.ts';
import type { RoomChange } from './command.ts';
import { isPresent } from './moderating.ts';
import { type Outcome, unchanged } from './outcome.ts';
import type { RoomEndReason, RoomState } from './room.ts';

/** Changes an open room. Fewer seats than are taken send nobody away; nobody more comes in. */
export function update(state: RoomState, change: RoomChange, by: string, nowMs: number): Outcome {
  const { room } = state;
  const { name = room.name, maxParticipants = room.maxParticipants } = change;
  const { passwordHash = room.passwordHash } = change;
  const settings = { ...room.settings, ...change.settings };
  const dialInPin = pinAfter(room.dialInPin, change.dialIn);
  const next = { name, maxParticipants, passwordHash, dialInPin };
  const names = [
    ...differing(next, { ...room }),
    ...differing({ ...settings }, { ...room.settings }),
  ];
  if (names.length === 0) return unchanged(state);
  const updated = { type: 'room.updated', by, details: { changed: names.map(wireName) } } as const;
  return changed(state, { ...next, settings }, [], nowMs, [updated]);
}

function pinAfter(before: string | null, dialIn: RoomChange['dialIn']): string | null {
  if (dialIn === undefined) return before;
  if (dialIn === null) return null;
  return dialIn.renew ? dialIn.pin : (before ?? dialIn.pin);
}

function differing(
  next: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(next).filter((name) => next[name] !== before[name]);
}

function wireName(name: string): string {
  if (name === 'passwordHash') return 'password';
  if (name === 'dialInPin') return 'dial_in';
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Ends the room for everybody who is in it, waits or is being rung. */
export function end(
  state: RoomState,
  endReason: RoomEndReason,
  nowMs: number,
  by?: string,
): Outcome {
  const touched = [...state.participants.values()]
    .filter(({ status }) => isPresent(status))
    .map((place) => gone(place, 'left', nowMs));
  // The PIN may be another room's from now on.
  const patch = { status: 'ended', endReason, endedAtMs: nowMs, dialInPin: null } as const;
  return changed(state, patch, touched, nowMs, [
    by === undefined ? { type: 'room.ended' } : { type: 'room.ended', by },
  ]);
}
