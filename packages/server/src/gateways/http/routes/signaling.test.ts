import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { parseAs, Signal } from '@sky-genesis/protocol';
import { openCallServer } from '../../../../test/open-call-server.ts';
import type { Answer, IdentityServer } from '../../../../test/open-identity-server.ts';

const CALLS = '/api/v1/voip/calls';
const SDP =
  'v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\ns=-\r\nt=0 0\r\n' +
  'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\n';
const OFFER = { to_user: 'user456', message_type: 'offer', payload: { sdp: SDP, type: 'offer' } };

describe('signaling over HTTP', () => {
  let s: IdentityServer;
  let caller = '';
  let callee = '';
  let path = '';

  before(async () => {
    s = await openCallServer();
    caller = await s.tokenOf('user123');
    callee = await s.tokenOf('user456');
  });
  after(() => s.close());

  beforeEach(async () => {
    const body = { participants: ['user456'], call_type: 'video' };
    const made = await s.request('POST', CALLS, { as: caller, body });
    path = `${CALLS}/${made.body.id}/signaling`;
  });

  const send = (body: object, as = caller) => s.request('POST', path, { as, body });
  const read = (query = '', as = callee) => s.request('GET', `${path}${query}`, { as });

  function problem(answer: Answer, status: number, code: string): void {
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }

  it('answers the original document’s requests, with a complete description', async () => {
    const sent = await send(OFFER);
    assert.equal(sent.status, 201);
    assert.ok(parseAs(Signal, sent.body));
    assert.partialDeepStrictEqual(sent.body, { from_user: 'user123', ...OFFER });
    assert.deepEqual((await read()).body, { data: [sent.body], next_cursor: null });
    assert.deepEqual((await read(`?after=${sent.body.seq}`)).body.data, []);
    assert.deepEqual((await read('', caller)).body.data, []);
  });

  it('refuses the dots that stand for the rest, naming the line in both languages', async () => {
    const sdp = 'v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\n...';
    const body = { ...OFFER, payload: { sdp, type: 'offer' } };
    const answer = await send(body);
    problem(answer, 400, 'sdp_invalid');
    assert.match(String(answer.body.detail), /Line 3/);
    assert.ok(Array.isArray(answer.body.errors));
    assert.equal(answer.body.errors[0].path, '/payload/sdp');
    const french = await s.request('POST', path, {
      as: caller,
      body,
      headers: { 'accept-language': 'fr' },
    });
    assert.equal(french.body.title, 'SDP invalide');
  });

  it('pages by an opaque cursor', async () => {
    for (let n = 0; n < 3; n += 1) await send({ message_type: 'mute', payload: { n } });
    const first = await read('?limit=2');
    assert.ok(Array.isArray(first.body.data));
    assert.equal(first.body.data.length, 2);
    const rest = await read(`?limit=2&cursor=${String(first.body.next_cursor)}`);
    assert.ok(Array.isArray(rest.body.data));
    assert.deepEqual([rest.body.data.length, rest.body.next_cursor], [1, null]);
    problem(await read('?cursor=zzz'), 400, 'invalid_cursor');
    problem(await read('?wait_s=31'), 400, 'validation_failed');
  });

  it('holds a long poll until something comes in', async () => {
    const waiting = read('?wait_s=30');
    const sent = await send({ message_type: 'unmute' });
    assert.deepEqual((await waiting).body.data, [sent.body]);
    assert.equal(sent.body.payload, null);
  });

  it('stores one message for one Idempotency-Key, and answers it again even after the call', async () => {
    const keyed = { as: caller, body: OFFER, headers: { 'idempotency-key': `s-${path}` } };
    const [first, second] = await Promise.all([
      s.request('POST', path, keyed),
      s.request('POST', path, keyed),
    ]);
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.deepEqual((await read()).body.data, [first.body]);
    problem(
      await s.request('POST', path, { ...keyed, body: { message_type: 'mute' } }),
      422,
      'idempotency_key_reused',
    );
    await s.request('POST', path.replace('signaling', 'end'), { as: caller });
    assert.deepEqual((await s.request('POST', path, keyed)).body, first.body);
  });

  it('names what is wrong with a message', async () => {
    problem(await send({ ...OFFER, to_user: 'user789' }), 422, 'recipient_not_in_call');
    problem(await send({ message_type: 'shout' }), 400, 'validation_failed');
    problem(await send({ message_type: 'mute', payload: 'x' }), 400, 'validation_failed');
    problem(
      await send({ message_type: 'ice_candidate', payload: { candidate: 'x' } }),
      400,
      'sdp_invalid',
    );
    const long = { sdp: `${SDP}a=x:${'y'.repeat(5_000)}\r\n` };
    problem(await send({ ...OFFER, payload: long }), 400, 'sdp_invalid');
    const huge = { sdp: 'x'.repeat(140_000) };
    problem(await send({ ...OFFER, payload: huge }), 413, 'payload_too_large');
    problem(await send(OFFER, await s.tokenOf('stranger')), 404, 'call_not_found');
    await s.request('POST', path.replace('signaling', 'end'), { as: caller });
    problem(await send(OFFER), 409, 'call_ended');
    assert.deepEqual((await read()).body.data, []);
  });
});
