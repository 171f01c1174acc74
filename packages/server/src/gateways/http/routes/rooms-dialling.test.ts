import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { JoinedRoom, parseAs, RoomParticipant } from '@sky-genesis/protocol';
import { type AskAs, asPeople } from '../../../../test/as-people.ts';
import type { Answer, RequestOptions } from '../../../../test/open-identity-server.ts';
import { openRoomServer, type RoomServer } from '../../../../test/open-room-server.ts';

const ROOMS = '/api/v1/voip/rooms';

describe('dialling out of a room over HTTP', () => {
  let s: RoomServer;
  let ask: AskAs;

  before(async () => {
    s = await openRoomServer();
    ask = await asPeople(s, 'user123', 'user456', 'user789');
  });
  after(() => s.close());

  async function room(body: object = {}): Promise<string> {
    const { status, body: made } = await ask('user123', 'POST', ROOMS, {
      body: { name: 'Salle', ...body },
    });
    assert.equal(status, 201);
    return `${ROOMS}/${String(made.id)}`;
  }

  async function join(who: string, path: string): Promise<RoomParticipant> {
    const joined = parseAs(JoinedRoom, (await ask(who, 'POST', `${path}/join`)).body);
    assert.ok(joined);
    return joined.participant;
  }

  function dial(who: string, path: string, to: string, more: RequestOptions = {}) {
    return ask(who, 'POST', `${path}/dial-out`, { body: { to }, ...more });
  }

  async function ends(path: string): Promise<readonly unknown[]> {
    const { body } = await ask('user123', 'GET', `${path}/events`);
    assert.ok(Array.isArray(body.data));
    return body.data
      .filter(({ type }) => type === 'room.participant_not_reached')
      .map(({ data }) => data.end_reason);
  }

  function problem(answer: Answer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }

  it('rings one’s own phones from one’s seat, once, and takes it back', async () => {
    const path = await room();
    await join('user456', path);
    const key = { 'idempotency-key': 'call-me' };
    const answer = await dial('user456', path, 'user456', { headers: key });
    assert.equal(answer.status, 201);
    const rung = parseAs(RoomParticipant, answer.body);
    assert.ok(rung);
    assert.deepEqual([rung.status, rung.kind, rung.user_id], ['ringing', 'sip', 'user456']);
    const again = await dial('user456', path, 'user456', { headers: key });
    assert.deepEqual([again.status, again.body.id], [201, rung.id]);
    problem(await dial('user456', path, 'user456'), 409, 'room_participant_conflict');
    const { data } = (await ask('user456', 'GET', `${path}/participants`)).body;
    assert.ok(Array.isArray(data));
    assert.deepEqual(data.map(({ status }) => status).sort(), ['joined', 'ringing']);
    const own = answer.headers.get('location') ?? '';
    assert.equal(own, `${path}/dial-out/${rung.id}`);
    problem(await ask('user789', 'DELETE', own), 404, 'room_not_found');
    const cancelled = await ask('user456', 'DELETE', own);
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, 'left']);
    assert.equal((await ask('user456', 'DELETE', own)).status, 200);
    assert.deepEqual(await ends(path), ['cancelled']);
  });

  it('rings others for moderators only, and nobody who is unknown', async () => {
    const path = await room();
    await join('user456', path);
    problem(await dial('user456', path, 'user789'), 403, 'room_moderator_required');
    problem(await dial('user789', path, 'user789'), 404, 'room_not_found');
    assert.equal((await dial('user123', path, 'user123')).status, 201);
    problem(await dial('user123', path, 'nobody'), 422, 'participant_unknown');
    problem(await dial('user123', path, ''), 400, 'validation_failed');
  });

  it('rings others by no token that may only join', async () => {
    const path = await room();
    const joins = await s.tokenOf('user123', ['rooms:join']);
    problem(await dial(joins, path, 'user456'), 403, 'scope_missing');
    assert.equal((await dial(joins, path, 'user123')).status, 201);
  });

  it('calls no number to which no route leads, however it is written', async () => {
    const path = await room();
    for (const to of ['+33899000000', '0899000000', 'tel:+33899000000', 'sip:x@premium.example']) {
      problem(await dial('user123', path, to), 403, 'external_calls_refused');
    }
    const { data } = (await ask('user123', 'GET', `${path}/participants`)).body;
    assert.deepEqual(data, []);
  });

  it('keeps the seat of who is rung until it is over', async () => {
    const path = await room({ max_participants: 2 });
    await join('user123', path);
    const body = { to: 'user456', timeout_s: 5 };
    const { body: rung } = await ask('user123', 'POST', `${path}/dial-out`, { body });
    assert.equal(rung.status, 'ringing');
    problem(await ask('user789', 'POST', `${path}/join`), 409, 'room_full');
    problem(await dial('user123', path, 'user789'), 409, 'room_full');
    const { body: seen } = await ask('user123', 'GET', path);
    assert.equal(seen.participant_count, 1);
    s.clock.advance(5_000);
    assert.equal((await ask('user789', 'POST', `${path}/join`)).status, 200);
    assert.deepEqual(await ends(path), ['no_answer']);
  });
});
