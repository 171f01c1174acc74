import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idleEngine } from '../../../test/idle-engine.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { AppError } from '../../kernel/index.ts';
import { LiveConference } from './live-conference.ts';
import type { Wish } from './ports.ts';
import { Reception } from './reception.ts';
import type { MediaSource, Track } from './track.ts';

/** An engine that lets nobody receive more than `limit` streams. */
function engineOf(limit: number) {
  const wants: [producer: string, wish: Wish][] = [];
  const engine = idleEngine({
    receive: (_room, _endpoint, producers) =>
      producers.length > limit
        ? Promise.reject(new AppError('media_full'))
        : Promise.resolve({
            sdp: 'v=0',
            received: producers.map((producer, i) => ({ mid: `s${i}`, producer })),
          }),
    want: (_room, _endpoint, producer, wish) => wants.push([producer, wish]),
  });
  return { engine, wants };
}

function track(participantId: string, source: MediaSource, producer: string): Track {
  const id = `${participantId}.${source}`;
  return { id, participantId, source, mid: source, producer, muted: false };
}

function meeting(limit = 100) {
  const { engine, wants } = engineOf(limit);
  const live = new LiveConference('default', 'room_1', { engine, clock: new ManualClock() });
  for (const id of ['ben', 'cleo']) {
    live.publish(id, id, [track(id, 'camera', `${id}-c`), track(id, 'microphone', `${id}-m`)]);
  }
  return { live, wants, reception: new Reception('anna', { engine, live }) };
}

describe('what a participant receives', () => {
  it('is offered with the names of what is in each section', async () => {
    const { reception } = meeting();
    const offer = await reception.prepare('m1');
    assert.deepEqual(offer?.tracks[1], {
      ...{ mid: 's1', trackId: 'ben.microphone', participantId: 'ben', source: 'microphone' },
    });
  });

  it('comes small until the client says how large it is shown', async () => {
    const { reception, wants } = meeting();
    reception.wish('cleo.camera', { maxWidth: 1280, maxHeight: 720 });
    await reception.prepare('m1');
    const small = { maxWidth: 480, maxHeight: 270, paused: false, pinned: false };
    assert.deepEqual(wants, [
      ['ben-c', small],
      ['cleo-c', { ...small, maxWidth: 1280, maxHeight: 720 }],
    ]);
  });

  it('is wanted as before when another transport brings it', async () => {
    const { live, reception, wants } = meeting();
    await reception.prepare('m1');
    reception.wish('ben.camera', { pinned: true });
    live.publish('ben', 'another', [track('ben', 'camera', 'ben-c2')]);
    await reception.prepare('m1');
    const [producer, wish] = wants.at(-1) ?? [];
    assert.deepEqual([producer, wish?.pinned], ['ben-c2', true]);
  });

  it('is the sound at least where the engine is at its limit, until there is room', async () => {
    const { reception } = meeting(2);
    const offer = await reception.prepare('m1');
    assert.deepEqual(
      offer?.tracks.map(({ trackId }) => trackId),
      ['ben.microphone', 'cleo.microphone'],
    );
    assert.equal(reception.isComplete, false);
    await assert.rejects(meeting(1).reception.prepare('m1'), { code: 'media_full' });
  });
});
