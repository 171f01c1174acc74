import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Call, DomainEvent, parseAs } from '@sky-genesis/protocol';
import { type AskAs, asPeople } from '../../../../test/as-people.ts';
import { openCallServer } from '../../../../test/open-call-server.ts';
import type { Answer, IdentityServer } from '../../../../test/open-identity-server.ts';

const CALLS = '/api/v1/voip/calls';

describe('calls over HTTP', () => {
  let s: IdentityServer;
  let ask: AskAs;

  before(async () => {
    s = await openCallServer();
    ask = await asPeople(s, 'user123', 'user456', 'user789', 'dora', 'erwin', 'fay');
  });
  after(() => s.close());

  function create(body: object = {}, headers: Readonly<Record<string, string>> = {}) {
    const whole = { participants: ['user456', 'user789'], call_type: 'video', ...body };
    return ask('user123', 'POST', CALLS, { body: whole, headers });
  }

  async function createdId(): Promise<string> {
    const answer = await create();
    assert.equal(answer.status, 201);
    return String(answer.body.id);
  }

  function problem(answer: Answer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }

  it('answers the original document’s requests as it writes them', async () => {
    const made = await create();
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('location'), `${CALLS}/${made.body.id}`);
    assert.ok(parseAs(Call, made.body));
    assert.deepEqual(made.body.participants, ['user456', 'user789']);
    assert.ok(Array.isArray(made.body.legs));
    assert.equal(made.body.legs.length, 2);
    assert.partialDeepStrictEqual(made.body, {
      caller_id: 'user123',
      call_type: 'video',
      status: 'ringing',
      end_reason: null,
      answer_time: null,
      room_id: null,
      metadata: {},
      legs: [
        { user_id: 'user456', kind: 'webrtc', status: 'ringing' },
        { user_id: 'user789', kind: 'webrtc', status: 'ringing' },
      ],
    });
    const path = `${CALLS}/${made.body.id}`;
    const accepted = await ask('user456', 'POST', `${path}/accept`);
    assert.deepEqual([accepted.status, accepted.body.status], [200, 'connected']);
    const listed = await ask('user123', 'GET', CALLS);
    assert.deepEqual(listed.body, { data: [accepted.body], next_cursor: null });
    const ended = await ask('user123', 'POST', `${path}/end`);
    assert.partialDeepStrictEqual(ended.body, { status: 'ended', end_reason: 'completed' });
    assert.deepEqual((await ask('user789', 'GET', path)).body, ended.body);
    assert.deepEqual((await ask('user123', 'GET', CALLS)).body.data, []);
    const history = await ask('user456', 'GET', `${CALLS}?state=ended&limit=1`);
    assert.deepEqual(history.body.data, [ended.body]);
  });

  it('takes commands with an empty body, an empty object or none, and no unknown field', async () => {
    const path = `${CALLS}/${await createdId()}`;
    assert.equal((await ask('user456', 'POST', `${path}/accept`)).status, 200);
    assert.equal(
      (await ask('user456', 'POST', `${path}/hold`, { body: {} })).body.status,
      'on_hold',
    );
    assert.equal((await ask('user456', 'POST', `${path}/resume`)).body.status, 'connected');
    problem(
      await ask('user456', 'POST', `${path}/leave`, { body: { x: 1 } }),
      400,
      'validation_failed',
    );
    assert.equal((await ask('user789', 'POST', `${path}/accept`)).body.media, 'router');
    assert.equal((await ask('user789', 'POST', `${path}/leave`)).status, 200);
    const invite = { body: { participants: ['user789'] } };
    assert.equal((await ask('user456', 'POST', `${path}/invite`, invite)).status, 200);
    problem(await ask('user456', 'POST', `${path}/invite`, invite), 409, 'participant_exists');
    assert.equal((await ask('user456', 'POST', `${path}/leave`)).body.end_reason, 'completed');
    assert.equal((await ask('user123', 'POST', `${path}/end`)).status, 200);
    problem(await ask('user456', 'POST', `${path}/accept`), 409, 'call_ended');
  });

  it('makes one call for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const [first, second] = await Promise.all([create({}, headers), create({}, headers)]);
    assert.equal(second.status, 201);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    problem(await create({ call_type: 'audio' }, headers), 422, 'idempotency_key_reused');
  });

  it('rings more people once for one Idempotency-Key', async () => {
    const path = `${CALLS}/${await createdId()}/invite`;
    await ask('user456', 'POST', path.replace('invite', 'decline'));
    const again = { body: { participants: ['user456'] }, headers: { 'idempotency-key': 'i-1' } };
    const first = await ask('user123', 'POST', path, again);
    const second = await ask('user123', 'POST', path, again);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
  });

  it('names what is wrong with a new call', async () => {
    problem(await create({ call_type: 'hologram' }), 400, 'validation_failed');
    problem(await create({ colour: 'red' }), 400, 'validation_failed');
    problem(await create({ participants: [] }), 400, 'validation_failed');
    problem(await create({ participants: ['user456', 'nobody'] }), 422, 'participant_unknown');
    problem(await create({ participants: ['user123'] }), 422, 'participant_is_caller');
    problem(await create({ participants: ['tel:+33123456789'] }), 403, 'external_calls_refused');
    problem(await create({ caller: 'user789' }), 403, 'on_behalf_refused');
    const crowd = Array.from({ length: 10_000 }, (_, i) => `u${i}`);
    problem(await create({ participants: crowd }), 413, 'payload_too_large');
    problem(await create({ participants: crowd.slice(0, 51) }), 400, 'validation_failed');
    const french = await create({ participants: ['personne'] }, { 'accept-language': 'fr' });
    assert.match(String(french.body.detail), /personne/);
    assert.equal(french.body.title, 'Participant inconnu');
  });

  it('shows a call to its members only', async () => {
    const id = await createdId();
    const stranger = await s.tokenOf('stranger');
    problem(await ask(stranger, 'GET', `${CALLS}/${id}`), 404, 'call_not_found');
    problem(await ask(stranger, 'POST', `${CALLS}/${id}/accept`), 404, 'call_not_found');
    problem(await ask('user123', 'GET', `${CALLS}/call_${'0'.repeat(26)}`), 404, 'call_not_found');
    problem(await ask('user123', 'GET', `${CALLS}/nonsense`), 404, 'not_found');
    problem(await s.request('GET', CALLS), 401, 'unauthenticated');
    problem(await ask('user123', 'DELETE', `${CALLS}/${id}`), 405, 'method_not_allowed');
    const reader = await s.tokenOf('user456', ['calls:read']);
    problem(await ask(reader, 'POST', `${CALLS}/${id}/accept`), 403, 'scope_missing');
  });

  it('lists the events of a call in pages', async () => {
    const path = `${CALLS}/${await createdId()}`;
    await ask('user456', 'POST', `${path}/accept`);
    await ask('user456', 'POST', `${path}/signaling`, { body: { message_type: 'mute' } });
    const types: unknown[] = [];
    let next = '';
    do {
      const { body } = await ask('user123', 'GET', `${path}/events?limit=1${next}`);
      assert.ok(Array.isArray(body.data));
      for (const item of body.data) {
        const event = parseAs(DomainEvent, item);
        assert.ok(event);
        assert.equal('payload' in event.data, false);
        types.push(event.type);
      }
      next = body.next_cursor === null ? '' : `&cursor=${String(body.next_cursor)}`;
    } while (next !== '');
    assert.deepEqual(types, [
      ...['call.created', 'call.media_moved', 'call.accepted', 'call.signal'],
    ]);
    problem(await ask('user123', 'GET', `${path}/events?cursor=zzz`), 400, 'invalid_cursor');
  });

  it('gives short-lived TURN credentials that no cache keeps', async () => {
    const answer = await ask('user123', 'GET', '/api/v1/voip/ice-servers');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.body.ttl_s, 600);
    assert.equal(answer.body.expires_at, new Date(s.clock.nowMs() + 600_000).toISOString());
    assert.ok(Array.isArray(answer.body.ice_servers));
    assert.match(String(answer.body.ice_servers[1].username), /^\d+:user123$/);
  });

  it('joins two calls of who asks, and answers with the one that goes on', async () => {
    const talking = async (caller: string, callee: string) => {
      const body = { participants: [callee], call_type: 'audio' };
      const made = await ask(caller, 'POST', CALLS, { body });
      const id = String(made.body.id);
      assert.equal((await ask(callee, 'POST', `${CALLS}/${id}/accept`)).status, 200);
      return id;
    };
    const first = await talking('erwin', 'dora');
    const second = await talking('dora', 'fay');
    const transfer = (who: string, body: object) =>
      ask(who, 'POST', `${CALLS}/${first}/transfer`, { body });
    for (const body of [{}, { to: '1002', to_call_id: second }, { to_call_id: 'nothing' }]) {
      problem(await transfer('dora', body), 400, 'validation_failed');
    }
    problem(await transfer('erwin', { to_call_id: second }), 404, 'call_not_found');
    const answer = await transfer('dora', { to_call_id: second });
    assert.equal(answer.status, 200);
    assert.ok(parseAs(Call, answer.body));
    assert.partialDeepStrictEqual(answer.body, {
      ...{ id: second, caller_id: 'dora', status: 'connected', media: 'router' },
      legs: [
        { user_id: 'dora', status: 'left' },
        { user_id: 'fay', status: 'connected' },
        { user_id: 'erwin', status: 'connected' },
      ],
    });
    const { body } = await ask('erwin', 'GET', `${CALLS}/${first}`);
    assert.partialDeepStrictEqual(body, { status: 'ended', end_reason: 'completed' });
    problem(await transfer('dora', { to_call_id: second }), 409, 'call_ended');
  });
});
