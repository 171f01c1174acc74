import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { JoinedRoom, parseAs, RoomParticipant } from '@sky-genesis/protocol';
import { type AskAs, asPeople } from '../../../../test/as-people.ts';
import type { Answer } from '../../../../test/open-identity-server.ts';
import { openRoomServer, type RoomServer } from '../../../../test/open-room-server.ts';
import { refusal } from '../../../../test/refusal.ts';

const ROOMS = '/api/v1/voip/rooms';
const CROWD = Array.from({ length: 12 }, (_, n) => `guest${n}`);
const COMMANDS: readonly (readonly [string, string, object?])[] = [
  ['PATCH', '', { name: 'à moi' }],
  ['DELETE', ''],
  ['POST', '/lock'],
  ['POST', '/admit'],
  ['POST', '/deny'],
  ['POST', '/invite', { user_ids: ['mallory'] }],
  ['POST', '/participants/{pid}/kick'],
  ['POST', '/participants/{pid}/send-back'],
  ['POST', '/participants/{pid}/mute'],
  ['POST', '/participants/{pid}/role', { role: 'moderator' }],
];

describe('attacks on a room', () => {
  let s: RoomServer;
  let ask: AskAs;

  before(async () => {
    s = await openRoomServer();
    ask = await asPeople(s, 'alice', 'bob', 'mallory', ...CROWD);
  });
  after(() => s.close());

  /** Alice has made it and sits in it. */
  async function room(body: object = {}): Promise<{ path: string; moderator: string }> {
    const made = await ask('alice', 'POST', ROOMS, { body: { name: 'Salle', ...body } });
    const path = `${ROOMS}/${String(made.body.id)}`;
    return { path, moderator: (await joined('alice', path)).participant.id };
  }

  async function joined(who: string, path: string, body: object = {}): Promise<JoinedRoom> {
    const answer = parseAs(JoinedRoom, (await ask(who, 'POST', `${path}/join`, { body })).body);
    assert.ok(answer);
    return answer;
  }

  function refused(answer: Answer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }

  async function command(who: string, path: string, pid: string, which: (typeof COMMANDS)[number]) {
    const [method, end, body] = which;
    const target = path + end.replace('{pid}', pid);
    return ask(who, method, target, body === undefined ? {} : { body });
  }

  it('by a stranger find no room', async () => {
    const { path, moderator } = await room();
    for (const end of ['', '/participants', '/messages', '/events']) {
      refused(await ask('mallory', 'GET', path + end), 404, 'room_not_found');
    }
    for (const one of COMMANDS) {
      refused(await command('mallory', path, moderator, one), 404, 'room_not_found');
    }
    const said = { body: { message: 'coucou' } };
    refused(await ask('mallory', 'POST', `${path}/messages`, said), 404, 'room_not_found');
    for (const end of ['/hand', '/leave']) {
      refused(await ask('mallory', 'POST', path + end), 404, 'room_not_found');
    }
  });

  it('from another organisation find no room, not even for its administrator or to join', async () => {
    const { path, moderator } = await room();
    const system = { ...s.system, org: 'other' };
    await s.identity.users.ensure(system, 'alice');
    const given = await s.identity.tokens.giveAsOperator(system, {
      userId: 'alice',
      grants: ['rooms:read', 'rooms:write', 'rooms:join'],
    });
    const other = given.token.reveal();
    for (const end of ['', '/participants', '/messages', '/events']) {
      refused(await ask(other, 'GET', path + end), 404, 'room_not_found');
    }
    for (const one of COMMANDS) {
      refused(await command(other, path, moderator, one), 404, 'room_not_found');
    }
    for (const end of ['/join', '/knock', '/leave']) {
      refused(await ask(other, 'POST', path + end), 404, 'room_not_found');
    }
  });

  it('by a participant who would moderate are refused, and audited', async () => {
    const { path, moderator } = await room();
    const { participant } = await joined('mallory', path);
    for (const one of COMMANDS) {
      refused(await command('mallory', path, moderator, one), 403, 'room_moderator_required');
    }
    const own = `${path}/participants/${participant.id}/role`;
    const promote = { body: { role: 'moderator' } };
    refused(await ask('mallory', 'POST', own, promote), 403, 'room_moderator_required');
    const kicked = `${path}/participants?status=kicked`;
    refused(await ask('mallory', 'GET', kicked), 403, 'room_moderator_required');
    await s.trail.flush();
    const audit = await s.storage.audit.list('default', { limit: 20 });
    const audited = audit.items.filter(({ reason }) => reason === 'room_moderator_required');
    assert.ok(audited.length > COMMANDS.length);
  });

  it('by somebody before the door get at nothing behind it', async () => {
    const { path, moderator } = await room({ settings: { waiting_room: true } });
    await joined('bob', path);
    const waiting = await joined('mallory', path);
    assert.equal(waiting.room_token, null);
    for (const end of ['/participants', '/messages']) {
      refused(await ask('mallory', 'GET', path + end), 403, 'room_seat_required');
    }
    const said = { body: { message: 'coucou' } };
    refused(await ask('mallory', 'POST', `${path}/messages`, said), 403, 'room_seat_required');
    refused(await ask('mallory', 'POST', `${path}/hand`), 403, 'room_seat_required');
    for (const one of COMMANDS) {
      refused(await command('mallory', path, moderator, one), 403, 'room_moderator_required');
    }
    const admit = { body: { participant_id: waiting.participant.id } };
    refused(await ask('mallory', 'POST', `${path}/admit`, admit), 403, 'room_moderator_required');
    await ask('alice', 'POST', `${path}/messages`, said);
    const events = JSON.stringify((await ask('mallory', 'GET', `${path}/events`)).body);
    assert.doesNotMatch(events, /room\.message|bob/);
    const rush = Array.from({ length: 20 }, () => joined('mallory', path));
    for (const answer of await Promise.all(rush)) assert.equal(answer.room_token, null);
  });

  it('by a kicked user fail by every way in, and with the token they have', async () => {
    const { path } = await room();
    const { participant, room_token } = await joined('mallory', path);
    const token = String(room_token);
    assert.equal((await s.rooms.tickets.verify(token)).userId, 'mallory');
    await ask('alice', 'POST', `${path}/participants/${participant.id}/kick`);
    await assert.rejects(s.rooms.tickets.verify(token), refusal('room_token_invalid'));
    const otherDevice = await s.tokenOf('mallory');
    for (const as of ['mallory', otherDevice]) {
      refused(await ask(as, 'POST', `${path}/join`), 403, 'room_kicked');
      refused(await ask(as, 'POST', `${path}/knock`), 403, 'room_kicked');
      refused(await ask(as, 'GET', `${path}/messages`), 404, 'room_not_found');
      refused(await ask(as, 'POST', `${path}/leave`), 404, 'room_not_found');
    }
    refused(await ask('mallory', 'POST', `${path}/join`), 403, 'room_kicked');
    await ask('alice', 'POST', `${path}/invite`, { body: { user_ids: ['mallory'] } });
    await joined('mallory', path);
    await assert.rejects(s.rooms.tickets.verify(token), refusal('room_token_invalid'));
  });

  it('with a room token in place of an access token are unauthenticated', async () => {
    const { path } = await room();
    const { room_token } = await joined('mallory', path);
    const answer = await s.request('GET', path, { as: String(room_token) });
    refused(answer, 401, 'unauthenticated');
  });

  it('by leaving and coming back do not lift what a moderator has silenced, nor get round the door', async () => {
    const { path } = await room({ settings: { participants_may_unmute: false } });
    const { participant } = await joined('mallory', path);
    const about = `${path}/participants/${participant.id}`;
    await ask('alice', 'POST', `${about}/mute`);
    const lift = { body: { audio: false } };
    refused(await ask('mallory', 'POST', `${about}/mute`, lift), 403, 'room_moderator_required');
    await ask('mallory', 'POST', `${path}/leave`);
    assert.equal((await joined('mallory', path)).participant.muted.audio, true);
    await ask('alice', 'POST', `${about}/send-back`);
    await ask('mallory', 'POST', `${path}/leave`);
    const back = await joined('mallory', path);
    assert.deepEqual([back.participant.status, back.room_token], ['waiting', null]);
  });

  it('on the creator by another moderator are refused', async () => {
    const { path, moderator } = await room();
    const { participant } = await joined('mallory', path);
    const promote = { body: { role: 'moderator' } };
    await ask('alice', 'POST', `${path}/participants/${participant.id}/role`, promote);
    const about = `${path}/participants/${moderator}`;
    for (const word of ['kick', 'send-back']) {
      refused(await ask('mallory', 'POST', `${about}/${word}`), 409, 'room_creator_protected');
    }
    const demote = { body: { role: 'participant' } };
    refused(await ask('mallory', 'POST', `${about}/role`, demote), 409, 'room_creator_protected');
    await ask('mallory', 'POST', `${path}/leave`);
    refused(await ask('mallory', 'POST', `${path}/lock`), 403, 'room_moderator_required');
  });

  it('on the password by guessing end after five guesses, however many at once', async () => {
    const { path } = await room({ settings: { password: 'sésame' } });
    const guess = (password: string) =>
      ask('mallory', 'POST', `${path}/join`, { body: { password } });
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(`essai ${n}`)));
    const codes = guesses.map(({ body }) => body.code);
    assert.equal(codes.filter((code) => code === 'room_password_wrong').length, 5);
    assert.equal(codes.filter((code) => code === 'rate_limited').length, 15);
    const right = await guess('sésame');
    refused(right, 429, 'rate_limited');
    assert.equal(right.headers.get('retry-after'), '900');
    assert.equal((await joined('bob', path, { password: 'sésame' })).participant.status, 'joined');
  });

  it('on the last seat by many admissions and joins at once do not overfill the room', async () => {
    const { path } = await room({ max_participants: 5, settings: { waiting_room: true } });
    const waiting = await Promise.all(CROWD.map((id) => joined(id, path)));
    const admissions = waiting.map(({ participant }) =>
      ask('alice', 'POST', `${path}/admit`, { body: { participant_id: participant.id } }),
    );
    const free = ask('alice', 'PATCH', path, { body: { settings: { waiting_room: false } } });
    const joins = CROWD.map((id) => ask(id, 'POST', `${path}/join`));
    const answers = await Promise.all([...admissions, free, ...joins]);
    for (const { status, body } of answers) {
      assert.ok(status < 300 || body.code === 'room_full', JSON.stringify(body));
    }
    const people = (await ask('alice', 'GET', `${path}/participants?status=joined`)).body.data;
    assert.ok(Array.isArray(people));
    assert.equal(people.length, 5);
    assert.equal((await ask('alice', 'GET', path)).body.participant_count, 5);
  });

  it('on a locked room by the invited get no further than its door', async () => {
    const { path } = await room();
    await ask('alice', 'POST', `${path}/invite`, { body: { user_ids: ['mallory'] } });
    await ask('alice', 'POST', `${path}/lock`);
    for (const word of ['join', 'knock']) {
      refused(await ask('mallory', 'POST', `${path}/${word}`), 423, 'room_locked');
    }
    refused(await ask('mallory', 'GET', `${path}/participants`), 403, 'room_seat_required');
    refused(await ask('mallory', 'GET', `${path}/messages`), 403, 'room_seat_required');
  });

  it('with somebody else’s participant id move nobody', async () => {
    const [one, other] = [await room(), await room()];
    const { participant } = await joined('bob', one.path);
    const strange = `${other.path}/participants/${participant.id}/kick`;
    refused(await ask('alice', 'POST', strange), 404, 'room_participant_not_found');
    const people = await ask('alice', 'GET', `${one.path}/participants`);
    assert.ok(Array.isArray(people.body.data));
    const bob = people.body.data.map((item) => parseAs(RoomParticipant, item)).at(-1);
    assert.equal(bob?.status, 'joined');
  });
});
