import assert from 'node:assert/strict';
import { it } from 'node:test';
import { idleEngine } from '../../../test/idle-engine.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { refusal } from '../../../test/refusal.ts';
import { LiveConference } from './live-conference.ts';
import { OneWaySession } from './one-way-session.ts';
import type { Answered } from './ports.ts';

it('publishes nothing when it is put out while the engine opens it', async () => {
  const opened = Promise.withResolvers<Answered>();
  let closed = 0;
  const engine = idleEngine({
    open: () => opened.promise,
    close: () => {
      closed += 1;
    },
  });
  const live = new LiveConference('default', 'room_1', { engine, clock: new ManualClock() });
  const nothing = () => {};
  const session = new OneWaySession(
    'whip',
    { participantId: 'part_1', memberId: 'ben' },
    {
      ...{ engine, live, newEndpoint: () => 'm1', dropEndpoint: nothing },
      ...{ flowing: nothing, ended: nothing },
    },
  );
  const publishing = session.publish('v=0', [{ mid: '0', source: 'microphone', muted: false }]);
  session.end('kicked');
  opened.resolve({ sdp: 'v=0', published: [{ producer: 'p1', mid: '0', kind: 'audio' }] });
  await assert.rejects(publishing, refusal('media_stale'));
  assert.deepEqual(live.conference.all(), []);
  assert.equal(closed, 2, 'what has opened meanwhile is closed again');
});
