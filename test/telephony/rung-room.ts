import { made } from './desk.ts';
import type { PhoneHouse } from './phone-house.ts';

/** A room of the administrator's. @returns its path */
export async function openRoom(house: PhoneHouse, more: object = {}): Promise<string> {
  const { body } = await made(house.ask('POST', '/rooms', { name: 'Réunion', ...more }));
  return `/rooms/${String(body.id)}`;
}

/** Waits until a participant is so. */
export async function participantIs(
  house: PhoneHouse,
  room: string,
  id: unknown,
  status: string,
): Promise<void> {
  await house.until(
    `${room}/participants?status=${status}`,
    ({ data }) => Array.isArray(data) && data.some((one) => one.id === id),
  );
}

/** Waits until so many phones were not reached. @returns why, of the last */
export async function notReached(house: PhoneHouse, room: string, count = 1): Promise<unknown> {
  const reasons = (data: unknown): readonly unknown[] =>
    Array.isArray(data)
      ? data
          .filter(({ type }) => type === 'room.participant_not_reached')
          .map((event) => event.data.end_reason)
      : [];
  const { data } = await house.until(
    `${room}/events`,
    (body) => reasons(body.data).length === count,
  );
  return reasons(data).at(-1);
}
