import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DomainEvent,
  JoinedRoom,
  parseAs,
  Room,
  RoomMessage,
  RoomParticipant,
} from '@sky-genesis/protocol';
import { type AskAs, asPeople } from '../../../../test/as-people.ts';
import type { Answer } from '../../../../test/open-identity-server.ts';
import { openRoomServer, type RoomServer } from '../../../../test/open-room-server.ts';

const ROOMS = '/api/v1/voip/rooms';

describe('rooms over HTTP', () => {
  let s: RoomServer;
  let ask: AskAs;

  before(async () => {
    s = await openRoomServer();
    ask = await asPeople(s, 'user123', 'user456', 'user789');
  });
  after(() => s.close());

  function create(body: object = {}, headers: Readonly<Record<string, string>> = {}) {
    const whole = { name: 'Réunion équipe', ...body };
    return ask('user123', 'POST', ROOMS, { body: whole, headers });
  }

  async function createdPath(body: object = {}): Promise<string> {
    const answer = await create(body);
    assert.equal(answer.status, 201);
    return `${ROOMS}/${String(answer.body.id)}`;
  }

  async function joined(who: string, path: string): Promise<RoomParticipant> {
    const body = parseAs(JoinedRoom, (await ask(who, 'POST', `${path}/join`)).body);
    assert.ok(body);
    return body.participant;
  }

  function problem(answer: Answer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }

  function list(answer: Answer): readonly unknown[] {
    assert.equal(answer.status, 200);
    const { data } = answer.body;
    assert.ok(Array.isArray(data));
    return data;
  }

  it('answers the original document’s requests as it writes them', async () => {
    const made = await create({
      max_participants: 10,
      settings: { allow_recording: true, moderator_controls: true, waiting_room: false },
    });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('location'), `${ROOMS}/${made.body.id}`);
    assert.ok(parseAs(Room, made.body));
    assert.partialDeepStrictEqual(made.body, {
      name: 'Réunion équipe',
      status: 'open',
      end_reason: null,
      created_by: 'user123',
      max_participants: 10,
      settings: {
        allow_recording: true,
        moderator_controls: true,
        waiting_room: false,
        allow_screen_share: true,
        participants_may_unmute: true,
        time_limit_minutes: null,
        has_password: false,
      },
      participant_count: 0,
      start_time: null,
    });
    const path = `${ROOMS}/${made.body.id}`;
    const join = await ask('user456', 'POST', `${path}/join`);
    assert.equal(join.status, 200);
    const seat = parseAs(JoinedRoom, join.body);
    assert.ok(seat?.room_token);
    assert.equal(seat.media.ws_url, 'ws://voip.example.test/ws/auth');
    assert.equal(seat.ice_servers[0]?.username, 'user456');
    assert.equal(seat.expires_at, new Date(s.clock.nowMs() + 300_000).toISOString());
    const read = await ask('user456', 'GET', path);
    assert.partialDeepStrictEqual(read.body, { participant_count: 1 });
    assert.deepEqual(list(await ask('user456', 'GET', ROOMS)), [read.body]);
    assert.deepEqual(list(await ask('user789', 'GET', ROOMS)), []);
    assert.equal((await ask('user123', 'DELETE', path)).status, 204);
    assert.equal((await ask('user123', 'DELETE', path)).status, 204);
    assert.deepEqual(list(await ask('user456', 'GET', ROOMS)), []);
    const ended = list(await ask('user456', 'GET', `${ROOMS}?state=ended&limit=1`));
    assert.partialDeepStrictEqual(ended, [{ status: 'ended', end_reason: 'deleted' }]);
    problem(await ask('user456', 'POST', `${path}/join`), 409, 'room_ended');
  });

  it('makes one room, and says one thing, for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'r-1' };
    const [first, second] = await Promise.all([create({}, headers), create({}, headers)]);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    problem(await create({ name: 'Autre' }, headers), 422, 'idempotency_key_reused');
    const path = `${ROOMS}/${String(first.body.id)}`;
    await joined('user123', path);
    const said = { body: { message: 'Bonjour' }, headers: { 'idempotency-key': 'm-1' } };
    const one = await ask('user123', 'POST', `${path}/messages`, said);
    const again = await ask('user123', 'POST', `${path}/messages`, said);
    assert.equal(one.status, 201);
    assert.deepEqual(again.body, one.body);
    assert.equal(list(await ask('user123', 'GET', `${path}/messages`)).length, 1);
    const asked = { body: { user_ids: ['user789'] }, headers: { 'idempotency-key': 'i-1' } };
    const invited = await ask('user123', 'POST', `${path}/invite`, asked);
    const replayed = await ask('user123', 'POST', `${path}/invite`, asked);
    assert.deepEqual(replayed.body, invited.body);
    assert.equal(replayed.headers.get('idempotency-replayed'), 'true');
  });

  it('names what is wrong with an input', async () => {
    problem(await create({ name: '' }), 400, 'validation_failed');
    problem(await create({ colour: 'red' }), 400, 'validation_failed');
    problem(await create({ settings: { allow_recording: 'yes' } }), 400, 'validation_failed');
    problem(await create({ max_participants: 0 }), 400, 'validation_failed');
    problem(await create({ metadata: { x: 'y'.repeat(5000) } }), 400, 'validation_failed');
    const path = await createdPath();
    problem(await ask('user123', 'PATCH', path, { body: {} }), 400, 'validation_failed');
    problem(await ask('user123', 'GET', `${ROOMS}/nonsense`), 404, 'not_found');
    problem(await ask('user123', 'GET', `${ROOMS}?cursor=zzz`), 400, 'invalid_cursor');
    problem(await s.request('GET', ROOMS), 401, 'unauthenticated');
    const invite = { body: { user_ids: ['nobody'] } };
    problem(await ask('user123', 'POST', `${path}/invite`, invite), 422, 'participant_unknown');
    const reader = await s.tokenOf('user456', ['rooms:read']);
    problem(await ask(reader, 'POST', `${path}/join`), 403, 'scope_missing');
    problem(await ask(reader, 'POST', ROOMS, { body: { name: 'x' } }), 403, 'scope_missing');
    const french = await ask('user456', 'GET', path, { headers: { 'accept-language': 'fr' } });
    assert.equal(french.body.title, 'Salle inconnue');
  });

  it('changes, locks and opens a room', async () => {
    const path = await createdPath();
    const change = {
      name: 'Autre nom',
      max_participants: 2,
      settings: { password: 'sésame', time_limit_minutes: 30, allow_screen_share: false },
    };
    const changed = await ask('user123', 'PATCH', path, { body: change });
    assert.partialDeepStrictEqual(changed.body, {
      name: 'Autre nom',
      max_participants: 2,
      settings: { has_password: true, time_limit_minutes: 30, allow_screen_share: false },
      closes_at: null,
    });
    assert.equal(JSON.stringify(changed.body).includes('sésame'), false);
    problem(await ask('user456', 'POST', `${path}/join`), 403, 'room_password_required');
    const open = await ask('user456', 'POST', `${path}/join`, { body: { password: 'sésame' } });
    assert.equal(open.status, 200);
    const now = s.clock.nowMs();
    const room = parseAs(Room, (await ask('user123', 'GET', path)).body);
    assert.equal(room?.closes_at, new Date(now + 30 * 60_000).toISOString());
    const free = { body: { settings: { password: null } } };
    assert.partialDeepStrictEqual((await ask('user123', 'PATCH', path, free)).body, {
      settings: { has_password: false },
    });
    assert.equal((await ask('user123', 'POST', `${path}/lock`)).body.locked, true);
    problem(await ask('user789', 'POST', `${path}/join`), 423, 'room_locked');
    problem(await ask('user789', 'POST', `${path}/knock`), 423, 'room_locked');
    assert.equal((await ask('user456', 'POST', `${path}/join`)).status, 200);
    const unlock = { body: { locked: false } };
    assert.equal((await ask('user123', 'POST', `${path}/lock`, unlock)).body.locked, false);
    assert.equal((await ask('user789', 'POST', `${path}/join`)).status, 200);
    problem(await ask('user123', 'POST', `${path}/join`), 409, 'room_full');
  });

  it('lets people wait, and in, and sends them away', async () => {
    const path = await createdPath({ settings: { waiting_room: true } });
    await joined('user123', path);
    s.clock.advance(1);
    const waiting = await ask('user456', 'POST', `${path}/knock`);
    s.clock.advance(1);
    assert.equal(waiting.status, 202);
    assert.partialDeepStrictEqual(waiting.body, {
      room_token: null,
      expires_at: null,
      ice_servers: [],
    });
    const { id } = await joined('user789', path);
    const people = list(await ask('user123', 'GET', `${path}/participants`));
    assert.partialDeepStrictEqual(people, [
      { user_id: 'user123', status: 'joined', role: 'moderator' },
      { user_id: 'user456', status: 'waiting' },
      { user_id: 'user789', status: 'waiting' },
    ]);
    const one = { body: { participant_id: id } };
    const denied = await ask('user123', 'POST', `${path}/deny`, one);
    assert.equal(denied.body.waiting_count, 1);
    problem(await ask('user789', 'POST', `${path}/join`), 403, 'room_denied');
    const admitted = await ask('user123', 'POST', `${path}/admit`);
    assert.partialDeepStrictEqual(admitted.body, { waiting_count: 0, participant_count: 2 });
    const seated = parseAs(JoinedRoom, (await ask('user456', 'POST', `${path}/join`)).body);
    assert.ok(seated?.room_token);
    const unknown = { body: { participant_id: `part_${'0'.repeat(26)}` } };
    const lost = await ask('user123', 'POST', `${path}/admit`, unknown);
    problem(lost, 404, 'room_participant_not_found');
  });

  it('moderates', async () => {
    const path = await createdPath();
    await joined('user123', path);
    const { id } = await joined('user456', path);
    const about = (word: string, body?: object) =>
      ask(
        'user123',
        'POST',
        `${path}/participants/${id}/${word}`,
        body === undefined ? {} : { body },
      );
    assert.partialDeepStrictEqual((await about('mute')).body, {
      muted: { audio: true, video: false, screen: false },
    });
    const more = await about('mute', { audio: false, video: true, screen: true });
    assert.partialDeepStrictEqual(more.body, {
      muted: { audio: false, video: true, screen: true },
    });
    const raised = await ask('user456', 'POST', `${path}/hand`);
    assert.ok(parseAs(RoomParticipant, raised.body)?.hand_raised_at);
    const lowered = await ask('user456', 'POST', `${path}/hand`, { body: { raised: false } });
    assert.equal(lowered.body.hand_raised_at, null);
    assert.equal((await about('role', { role: 'moderator' })).body.role, 'moderator');
    assert.equal((await about('send-back')).body.status, 'waiting');
    assert.equal((await about('kick')).body.status, 'kicked');
    problem(await ask('user456', 'POST', `${path}/join`), 403, 'room_kicked');
    problem(await ask('user456', 'GET', path), 404, 'room_not_found');
    await ask('user123', 'POST', `${path}/invite`, { body: { user_ids: ['user456'] } });
    assert.equal((await ask('user456', 'GET', path)).status, 200);
    const back = await joined('user456', path);
    assert.deepEqual([back.id, back.role], [id, 'participant']);
    assert.equal((await ask('user456', 'POST', `${path}/leave`)).body.status, 'left');
    const gone = list(await ask('user123', 'GET', `${path}/participants?status=left`));
    assert.partialDeepStrictEqual(gone, [{ id, status: 'left' }]);
  });

  it('keeps what was said, the last first to be read, in order', async () => {
    const path = await createdPath();
    await joined('user456', path);
    for (const message of ['un', 'deux', 'trois']) {
      const said = await ask('user456', 'POST', `${path}/messages`, { body: { message } });
      assert.ok(parseAs(RoomMessage, said.body));
    }
    const words = (answer: Answer) =>
      list(answer).map((item) => parseAs(RoomMessage, item)?.message);
    const last = await ask('user456', 'GET', `${path}/messages?limit=2`);
    assert.deepEqual(words(last), ['deux', 'trois']);
    const before = `${path}/messages?limit=2&cursor=${String(last.body.next_cursor)}`;
    const first = await ask('user456', 'GET', before);
    assert.deepEqual(words(first), ['un']);
    assert.equal(first.body.next_cursor, null);
  });

  it('lists the events of a room in pages, with names and words', async () => {
    const path = await createdPath({ metadata: { topic: 'budget' } });
    await joined('user456', path);
    await ask('user456', 'POST', `${path}/messages`, { body: { message: 'Bonjour' } });
    const events: DomainEvent[] = [];
    let next = '';
    do {
      const answer = await ask('user456', 'GET', `${path}/events?limit=1${next}`);
      for (const item of list(answer)) {
        const event = parseAs(DomainEvent, item);
        assert.ok(event);
        events.push(event);
      }
      const { next_cursor } = answer.body;
      next = next_cursor === null ? '' : `&cursor=${String(next_cursor)}`;
    } while (next !== '');
    assert.partialDeepStrictEqual(events, [
      {
        type: 'room.created',
        data: { room: { name: 'Réunion équipe', metadata: { topic: 'budget' } } },
      },
      {
        type: 'room.participant_joined',
        data: { participant: { user_id: 'user456', display_name: 'user456' } },
      },
      { type: 'room.message', data: { message: { message: 'Bonjour', user_id: 'user456' } } },
    ]);
    assert.equal('name' in Object(events[1]?.data.room), false);
  });

  it('says in its log lines which room they are about, and never a word of it', async () => {
    const path = await createdPath({ name: 'Entretien', settings: { password: 'sésame' } });
    await ask('user456', 'POST', `${path}/join`, { body: { password: 'sésame' } });
    await ask('user456', 'POST', `${path}/messages`, { body: { message: 'Confidentiel' } });
    const id = path.slice(ROOMS.length + 1);
    const lines = s.httpLines.filter(({ fields }) => fields.room_id === id);
    assert.equal(lines.length, 3);
    assert.doesNotMatch(JSON.stringify(s.httpLines), /sésame|Confidentiel|Entretien|eyJ/);
  });

  it('stops at a number of open rooms of one user', async () => {
    const token = await s.tokenOf('collector');
    const made: number[] = [];
    for (let n = 0; n < 101; n += 1) {
      made.push((await ask(token, 'POST', ROOMS, { body: { name: 'x' } })).status);
    }
    assert.deepEqual([made.filter((status) => status === 201).length, made.at(-1)], [100, 429]);
  });
});
