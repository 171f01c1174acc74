import assert from 'node:assert/strict';
import type { Supervisor, WorkerResult } from '@sky-genesis/media';
import type { MeetingPage } from './page.ts';

type Published = NonNullable<WorkerResult['published']>;

/** Brings the page into the room by the offer it has made; returns what it publishes there. */
export async function join(
  supervisor: Supervisor,
  room: string,
  participant: string,
  page: MeetingPage,
  offer: string,
  change: (answer: string) => string = (answer) => answer,
): Promise<Published> {
  const joined = await supervisor.request(room, { kind: 'join', room, participant, offer });
  assert.ok(joined.answer);
  await page.take(change(joined.answer));
  await page.connected();
  return joined.published ?? [];
}

/** Lets the page receive exactly these producers, in one renegotiation. */
export async function receive(
  supervisor: Supervisor,
  room: string,
  participant: string,
  page: MeetingPage,
  published: Published,
  change: (offer: string) => string = (offer) => offer,
): Promise<void> {
  const producers = published.map(({ producerId }) => producerId);
  const receiving = await supervisor.request(room, { kind: 'receive', participant, producers });
  assert.ok(receiving.offer);
  assert.equal(receiving.received?.length, producers.length);
  const answer = await page.answer(change(receiving.offer));
  await supervisor.request(room, { kind: 'answer', participant, answer });
}
