import assert from 'node:assert/strict';
import type { Supervisor, WorkerResult } from '@sky-genesis/media';
import type { LossyPath } from './lossy-path.ts';
import type { MeetingPage } from './page.ts';

type Published = NonNullable<WorkerResult['published']>;

/** Brings the page into the room by the offer it has made; returns what it publishes there. */
export async function join(
  supervisor: Supervisor,
  room: string,
  participant: string,
  page: MeetingPage,
  offer: string,
  change: (answer: string) => Promise<string> = (answer) => Promise.resolve(answer),
): Promise<Published> {
  const joined = await supervisor.request(room, { kind: 'join', room, participant, offer });
  assert.ok(joined.answer);
  await page.take(await change(joined.answer));
  await page.connected();
  return joined.published ?? [];
}

/** Changes an answer so that the page connects over a path that can be made bad. */
export function over(path: LossyPath): (answer: string) => Promise<string> {
  return async (answer) => {
    const port = Number(/a=candidate:.* 127\.0\.0\.1 (\d+) typ host/.exec(answer)?.[1]);
    const stand = await path.through(port);
    return answer.replaceAll(`127.0.0.1 ${port} typ host`, `127.0.0.1 ${stand} typ host`);
  };
}

/** For an offer to a page that joined over a path: with two candidates it would leave it. */
export function withoutCandidates(offer: string): string {
  assert.match(offer, /a=candidate:/);
  return offer.replaceAll(/a=candidate:.*\r\n/g, '');
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
