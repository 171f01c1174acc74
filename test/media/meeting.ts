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

/** Lets the page receive the producers; returns the consumers' ids. */
export async function receive(
  supervisor: Supervisor,
  room: string,
  participant: string,
  page: MeetingPage,
  published: Published,
): Promise<readonly string[]> {
  const consumers: string[] = [];
  for (const { producerId: producer } of published) {
    const consumed = await supervisor.request(room, { kind: 'consume', participant, producer });
    assert.ok(consumed.offer && consumed.consumerId);
    const answer = await page.answer(consumed.offer);
    await supervisor.request(room, { kind: 'answer', participant, answer });
    consumers.push(consumed.consumerId);
  }
  return consumers;
}
