import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type LogLine, recordingLogger } from '../../../test/recording-logger.ts';
import { type Grant, type Scope, USER_GRANTS } from '../../kernel/index.ts';
import type { Presence } from './presence.ts';
import { PresenceService } from './service.ts';

const GRACE_MS = 5_000;

function scopeOf(userId: string, grants: readonly Grant[] = USER_GRANTS, org = 'default'): Scope {
  return { org, principal: { kind: 'user', id: userId, grants: new Set(grants) }, source: 'ws' };
}

describe('presence', () => {
  let clock: ManualClock;
  let logs: LogLine[];
  let presence: PresenceService;
  let seen: Presence[];
  const bob = scopeOf('bob');
  const statuses = () => seen.map((change) => change.status);

  beforeEach(() => {
    clock = new ManualClock();
    logs = [];
    presence = new PresenceService({
      clock,
      logger: recordingLogger(logs),
      graceMs: GRACE_MS,
      ttlS: 60,
    });
    seen = [];
    presence.subscribe((change) => seen.push(change));
  });

  it('shows a user online as soon as one connection is open', () => {
    presence.attach('default', 'alice', 'con_1');
    assert.equal(presence.get(bob, 'alice').status, 'online');
    assert.equal(presence.isConnected('default', 'alice'), true);
    assert.deepEqual(statuses(), ['online']);
  });

  it('keeps one presence for several connections and ends it with the last, after the grace', () => {
    presence.attach('default', 'alice', 'con_1');
    presence.attach('default', 'alice', 'con_2');
    presence.detach('default', 'alice', 'con_1');
    clock.advance(GRACE_MS * 2);
    assert.equal(presence.get(bob, 'alice').status, 'online');
    presence.detach('default', 'alice', 'con_2');
    assert.equal(presence.isConnected('default', 'alice'), false);
    clock.advance(GRACE_MS - 1);
    assert.equal(presence.get(bob, 'alice').status, 'online');
    clock.advance(1);
    assert.equal(presence.get(bob, 'alice').status, 'offline');
    assert.deepEqual(statuses(), ['online', 'offline']);
    assert.equal(clock.pending, 0);
  });

  it('keeps what the user said across a reconnect within the grace and forgets it after', () => {
    presence.attach('default', 'alice', 'con_1');
    const own = scopeOf('alice');
    presence.update(own, 'alice', { status: 'do_not_disturb', statusMessage: 'focus' });
    presence.detach('default', 'alice', 'con_1');
    clock.advance(GRACE_MS - 1);
    presence.attach('default', 'alice', 'con_2');
    clock.advance(GRACE_MS);
    assert.deepEqual(
      [presence.get(bob, 'alice').status, presence.get(bob, 'alice').statusMessage],
      ['do_not_disturb', 'focus'],
    );
    presence.detach('default', 'alice', 'con_2');
    clock.advance(GRACE_MS);
    presence.attach('default', 'alice', 'con_3');
    assert.deepEqual(
      [presence.get(bob, 'alice').status, presence.get(bob, 'alice').statusMessage],
      ['online', null],
    );
  });

  it('gives a status set without a connection a lease of its own', () => {
    presence.update(scopeOf('alice'), 'alice', { status: 'away', ttlS: 10 });
    assert.equal(presence.isConnected('default', 'alice'), false);
    clock.advance(9_999);
    assert.equal(presence.get(bob, 'alice').status, 'away');
    clock.advance(1);
    assert.equal(presence.get(bob, 'alice').status, 'offline');
  });

  it('lets nobody set the presence of another without presence:write:any', () => {
    const refused = () => presence.update(bob, 'alice', { status: 'away' });
    assert.throws(refused, { code: 'presence_foreign_user' });
    const operator = scopeOf('bob', [...USER_GRANTS, 'presence:write:any']);
    assert.equal(presence.update(operator, 'alice', { status: 'away' }).status, 'away');
  });

  it('needs presence:write to write and presence:read to read', () => {
    const bare = scopeOf('alice', ['calls:read']);
    assert.throws(() => presence.update(bare, 'alice', { status: 'away' }), {
      code: 'scope_missing',
    });
    assert.throws(() => presence.get(bare, 'bob'), { code: 'scope_missing' });
    assert.throws(() => presence.list(bare), { code: 'scope_missing' });
  });

  it('shows nothing of one organisation to another', () => {
    presence.attach('default', 'alice', 'con_1');
    const foreign = scopeOf('bob', USER_GRANTS, 'other');
    assert.equal(presence.get(foreign, 'alice').status, 'offline');
    assert.deepEqual(presence.list(foreign), []);
    assert.equal(presence.isConnected('other', 'alice'), false);
  });

  it('shows busy during a call unless the user does not want to be disturbed or seen', () => {
    presence.attach('default', 'alice', 'con_1');
    presence.setInCall('default', 'alice', true);
    presence.update(scopeOf('alice'), 'alice', { status: 'away' });
    presence.update(scopeOf('alice'), 'alice', { status: 'do_not_disturb' });
    presence.update(scopeOf('alice'), 'alice', { status: 'offline' });
    presence.update(scopeOf('alice'), 'alice', { status: 'away' });
    presence.setInCall('default', 'alice', false);
    assert.deepEqual(statuses(), ['online', 'busy', 'do_not_disturb', 'offline', 'busy', 'away']);
  });

  it('shows somebody in a call without a connection as offline, and as busy once they connect', () => {
    presence.setInCall('default', 'alice', true);
    assert.equal(presence.get(bob, 'alice').status, 'offline');
    presence.attach('default', 'alice', 'con_1');
    assert.deepEqual(statuses(), ['busy']);
    presence.detach('default', 'alice', 'con_1');
    clock.advance(GRACE_MS);
    presence.setInCall('default', 'alice', false);
    assert.deepEqual(statuses(), ['busy', 'offline']);
  });

  it('appears offline to others while connected when the user says so', () => {
    presence.attach('default', 'alice', 'con_1');
    presence.update(scopeOf('alice'), 'alice', { status: 'offline' });
    assert.deepEqual(presence.list(bob), []);
    assert.equal(presence.isConnected('default', 'alice'), true);
  });

  it('tells a change once and is silent about what changes nothing', () => {
    presence.attach('default', 'alice', 'con_1');
    presence.update(scopeOf('alice'), 'alice', { status: 'online' });
    presence.update(scopeOf('alice'), 'alice', { status: 'online', statusMessage: 'hello' });
    presence.update(scopeOf('alice'), 'alice', { status: 'online' });
    assert.deepEqual(
      seen.map((change) => change.statusMessage),
      [null, 'hello'],
    );
  });

  it('survives a listener that throws, and says so in the log', () => {
    const heard: string[] = [];
    presence.subscribe(() => {
      throw new Error('broken');
    });
    presence.subscribe((change) => heard.push(change.userId));
    presence.attach('default', 'alice', 'con_1');
    assert.deepEqual(heard, ['alice']);
    assert.equal(logs.at(-1)?.level, 'error');
  });
});
