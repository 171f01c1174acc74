import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  actor,
  after,
  commandOf,
  joinCommand,
  made,
  NOW,
  open,
  settings,
  told,
} from '../../../test/known-room.ts';
import type { RoomCommand } from './command.ts';
import { placeOf } from './standing.ts';
import { transition } from './transitions.ts';

describe('a room’s settings', () => {
  const off = after(open, settings({ moderatorControls: false }));

  it('without moderator controls keep moderators from silencing and removing people', () => {
    for (const what of ['kick mona bob', 'send_back mona bob', 'mute mona bob']) {
      assert.equal(told(transition(off, commandOf(what).command, NOW)), 'moderation_off', what);
    }
    assert.equal(told(transition(off, commandOf('admit mona wanda').command, NOW)), 'joined wanda');
  });

  it('keep somebody who was silenced from lifting it, where they may not', () => {
    const strict = after(open, settings({ participantsMayUnmute: false }));
    const silenced = after(strict, commandOf('mute mona bob').command);
    const lift = (who: string) =>
      told(transition(silenced, commandOf(`unmute ${who} bob`).command, NOW));
    assert.deepEqual([lift('bob'), lift('mona')], ['no_moderator', 'muted bob']);
    const free = after(silenced, settings({ participantsMayUnmute: true }));
    assert.equal(told(transition(free, commandOf('unmute bob bob').command, NOW)), 'muted bob');
  });

  it('count the time limit from the first join, and end the room then', () => {
    const limited = after(made, settings({ timeLimitMinutes: 1 }));
    const close: RoomCommand = { type: 'close', reason: 'time_limit' };
    assert.equal(told(transition(limited, close, NOW + 90_000)), 'unchanged');
    const begun = after(limited, joinCommand('alice'));
    assert.equal(told(transition(begun, close, NOW + 59_999)), 'unchanged');
    const outcome = transition(begun, close, NOW + 60_000);
    assert.ok(outcome.ok);
    assert.equal(outcome.state.room.endReason, 'time_limit');
    assert.equal(placeOf(outcome.state, 'alice')?.status, 'left');
  });

  it('remove a person with all they have brought, by whichever of it', () => {
    const whip = (id: string): RoomCommand => ({
      ...{ type: 'join', by: actor('bob'), kind: 'whip', participantId: id },
      ...{ displayName: 'OBS', provenHash: null },
    });
    const both = after(open, whip('part_obs'));
    for (const target of ['bob', 'obs']) {
      const out = after(both, commandOf(`kick mona ${target}`).command);
      assert.equal(out.room.participantCount, 2);
      assert.equal(told(transition(out, whip('part_new'), NOW)), 'kicked');
      assert.equal(told(transition(out, joinCommand('bob'), NOW)), 'kicked');
      const asked = after(out, commandOf('invite mona bob').command);
      assert.equal(told(transition(asked, whip('part_new'), NOW)), 'joined bob');
      assert.equal(after(asked, whip('part_new')).participants.has('part_new'), false);
    }
  });

  it('hold back who was sent back, and whoever they brought, until a moderator decides', () => {
    const whip: RoomCommand = {
      ...{ type: 'join', by: actor('bob'), kind: 'whip', participantId: 'part_obs' },
      ...{ displayName: 'OBS', provenHash: null },
    };
    const both = after(open, whip);
    assert.equal(both.room.participantCount, 4);
    const out = after(both, commandOf('send_back mona bob').command);
    assert.deepEqual([out.room.participantCount, out.room.waitingCount], [2, 2]);
    assert.equal(told(transition(out, joinCommand('bob'), NOW)), 'unchanged');
    assert.equal(told(transition(out, whip, NOW)), 'waiting bob');
    const gone = after(out, commandOf('leave bob').command);
    assert.equal(told(transition(gone, joinCommand('bob'), NOW)), 'waiting bob');
    const back = after(out, commandOf('admit mona bob').command, commandOf('leave bob').command);
    assert.equal(told(transition(back, joinCommand('bob'), NOW)), 'joined bob');
  });
});
