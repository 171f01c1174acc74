import assert from 'node:assert/strict';
import { it } from 'node:test';
import { idleEngine } from '../../../test/idle-engine.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { AppError } from '../../kernel/index.ts';
import { LiveConference } from './live-conference.ts';
import { MediaSession } from './media-session.ts';
import type { CloseReason } from './notice.ts';
import type { MediaEngine } from './ports.ts';

function sessionOn(does: Partial<MediaEngine>) {
  const clock = new ManualClock();
  const engine = idleEngine(does);
  const live = new LiveConference('default', 'room_1', { engine, clock });
  const ends: CloseReason[] = [];
  const nothing = () => {};
  const session = new MediaSession(
    'part_1',
    { participantId: 'part_1', memberId: 'ben' },
    {
      ...{ engine, clock, live, newEndpoint: () => 'm1', dropEndpoint: nothing },
      ...{ flowing: nothing, failed: nothing, ended: (_, reason) => ends.push(reason) },
    },
  );
  return { clock, session, ends };
}

it('waits for room in a full engine once, however often the others change', async () => {
  let asked = 0;
  const { clock, session } = sessionOn({
    open: () => Promise.resolve({ sdp: 'v=0', published: [] }),
    receive: () => {
      asked += 1;
      return Promise.reject(new AppError('media_full'));
    },
  });
  await session.offer({ transport: 't1', revision: 1, sdp: 'v=0', tracks: [] });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  for (let i = 0; i < 20; i += 1) {
    session.refresh();
    await settled();
  }
  // The others have been told of its tracks by then.
  clock.advance(100);
  assert.equal(clock.pending, 1);
  const before = asked;
  for (let seconds = 0; seconds < 600; seconds += 1) {
    clock.advance(1000);
    await settled();
  }
  assert.ok(asked > before && asked - before < 20, `${asked - before} times in ten minutes`);
  session.detach();
  session.end('left');
  assert.equal(clock.pending, 0);
});

it('outlives its WebSocket by a whole minute, each time that it is gone', () => {
  const { clock, session, ends } = sessionOn({});
  for (const id of ['con_1', 'con_2']) {
    session.attach({ id, isOpen: true, send: () => {} });
    clock.advance(61_000);
    session.detach();
    clock.advance(59_000);
    assert.deepEqual(ends, []);
  }
  clock.advance(1000);
  assert.deepEqual(ends, ['lost']);
  assert.equal(clock.pending, 0);
});
