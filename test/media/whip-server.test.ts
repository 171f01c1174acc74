import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { WHEP_PEERS, WhepPlayer } from '../peers/whep.ts';
import { startWhipClient, WHIP_PEERS } from '../peers/whip.ts';
import { enterRoom } from './enter-room.ts';
import { ask, takeSeat, tokenOf } from './room-client.ts';

const offer = readFileSync(
  new URL('../../packages/sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);
const BLUE = { colour: 'rgb(30, 30, 200)', hertz: 1320 };
const SDP_TYPE = 'application/sdp';
const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag';

describe('WHIP and WHEP', needs('chromium', ...WHIP_PEERS, ...WHEP_PEERS), () => {
  let browser: Browser;
  let product: Product;
  let room: string;

  before(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    product = await startProduct({
      env: {
        SGE_RATE_LIMIT_IP: '1000',
        SGE_STUN_URLS: 'stun:turn.example.com:3478',
        SGE_TURN_URLS: 'turn:turn.example.com:3478?transport=tcp',
        SGE_TURN_SECRET: 'a-secret-of-the-tests',
      },
    });
  });
  beforeEach(async () => {
    const made = await ask(product, 'anna', 'POST', '/rooms', { name: 'Studio' });
    room = String(made.body.id);
  });
  after(async () => {
    await browser.close();
    await product.stop();
  });

  const endpoint = (word: 'whip' | 'whep') => `${product.url}/api/v1/voip/rooms/${room}/${word}`;

  function post(word: 'whip' | 'whep', token: string, sdp = offer): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': SDP_TYPE };
    return fetch(endpoint(word), { method: 'POST', headers, body: sdp });
  }

  async function refused(answer: Response, status: number, code: string): Promise<void> {
    const problem: unknown = await answer.json();
    assert.ok(typeof problem === 'object' && problem !== null && 'code' in problem);
    assert.deepEqual([answer.status, problem.code], [status, code]);
  }

  test('simple-whip-client is seen and heard in a page and by a WHEP player', async () => {
    const viewer = await enterRoom(product, browser, 'anna', room, BLUE);
    const { token } = await takeSeat(product, 'studio', room);
    const publisher = startWhipClient({ url: endpoint('whip'), token, colour: 'red', hertz: 880 });
    try {
      await viewer.last('MediaOffer', ({ tracks }) => tracks.length === 2);
      await viewer.perceives({ colour: 'rgb(255, 0, 0)', hertz: 880 });
      const watched = viewer.frames.findLast((frame) => frame.type === 'MediaOffer');
      const participant = watched?.tracks[0]?.participant_id ?? '';
      const url = `${endpoint('whep')}?participant_id=${participant}`;
      const player = new WhepPlayer({ url, token: await tokenOf(product, 'viewer') });
      try {
        await Promise.all([player.sees([255, 0, 0]), player.hears(880)]);
      } finally {
        await player.stop();
      }
    } finally {
      await publisher.stop();
    }
    await viewer.last('MediaTracks', ({ tracks }) => tracks.length === 2);
    // The player’s seat was for its session alone.
    const people = await ask(product, 'anna', 'GET', `/rooms/${room}/participants`);
    assert.doesNotMatch(JSON.stringify(people.body), /"viewer"/);
    viewer.close();
  });

  test('a session answers as RFC 9725 has it', async () => {
    const { token } = await takeSeat(product, 'studio', room);
    const made = await post('whip', token);
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('content-type'), SDP_TYPE);
    assert.equal(made.headers.get('accept-patch'), FRAGMENT_TYPE);
    assert.match(
      made.headers.get('link') ?? '',
      /^<stun:turn\.example\.com:3478>; rel="ice-server", <turn:turn\.example\.com:3478\?transport=tcp>; rel="ice-server"; username="\d+:studio"; credential="[^"]+"; credential-type="password"$/,
    );
    assert.match(await made.text(), /^v=0\r\n[\s\S]*a=candidate:/);
    const session = new URL(made.headers.get('location') ?? '', product.url);
    assert.match(session.pathname, /\/whip\/[\w-]{32}$/);
    const etag = made.headers.get('etag') ?? '';
    const patch = (body: string, headers: Record<string, string>) =>
      fetch(session, {
        method: 'PATCH',
        headers: { 'content-type': FRAGMENT_TYPE, ...headers },
        body,
      });
    const candidates =
      'a=ice-ufrag:LMpf\r\na=ice-pwd:x\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n' +
      'a=candidate:1 1 UDP 2114977791 192.0.2.9 41234 typ host\r\n';
    assert.equal((await patch(candidates, { 'if-match': etag })).status, 204);
    await refused(await patch(candidates, {}), 428, 'precondition_required');
    await refused(await patch(candidates, { 'if-match': '"other"' }), 412, 'precondition_failed');
    const restart = candidates.replace('LMpf', 'other');
    await refused(await patch(restart, { 'if-match': '*' }), 422, 'ice_restart_unsupported');
    await refused(await patch('a=candidate:nonsense', { 'if-match': etag }), 400, 'sdp_invalid');
    await refused(
      await patch(candidates, { 'content-type': SDP_TYPE }),
      415,
      'unsupported_media_type',
    );
    assert.equal((await fetch(session, { method: 'DELETE' })).status, 200);
    await refused(await fetch(session, { method: 'DELETE' }), 404, 'media_session_unknown');
    const options = await fetch(endpoint('whip'), { method: 'OPTIONS' });
    assert.deepEqual([options.status, options.headers.get('accept-post')], [204, SDP_TYPE]);
  });

  test('refuses who has no business there, and what is no offer', async () => {
    const { token } = await takeSeat(product, 'studio', room);
    await refused(await post('whip', 'nonsense'), 401, 'unauthenticated');
    await refused(
      await fetch(endpoint('whip'), {
        method: 'POST',
        headers: { 'content-type': SDP_TYPE },
        body: offer,
      }),
      401,
      'unauthenticated',
    );
    await refused(await post('whip', token, 'nonsense'), 400, 'sdp_invalid');
    await refused(
      await post(
        'whip',
        token,
        offer.replaceAll('sendrecv', 'inactive').replaceAll('sendonly', 'inactive'),
      ),
      400,
      'media_tracks_invalid',
    );
    await refused(await post('whep', token), 409, 'media_not_live');
    const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (const type of ['application/json', 'text/plain']) {
      const headers = { ...json, 'content-type': type };
      const typed = await fetch(endpoint('whip'), { method: 'POST', headers, body: '{}' });
      assert.match(await typed.clone().text(), /send it as application\/sdp/);
      await refused(typed, 415, 'unsupported_media_type');
    }
    const other = await ask(product, 'anna', 'POST', '/rooms', { name: 'Other' });
    const elsewhere = `${product.url}/api/v1/voip/rooms/${other.body.id}/whip`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': SDP_TYPE };
    await refused(
      await fetch(elsewhere, { method: 'POST', headers, body: offer }),
      401,
      'room_token_invalid',
    );
  });

  test('a kicked publisher is cut off, and neither its token nor its user comes back', async () => {
    const seat = await takeSeat(product, 'studio', room);
    assert.equal((await post('whip', seat.token)).status, 201);
    const path = `/rooms/${room}/participants/${seat.participantId}/kick`;
    assert.equal((await ask(product, 'anna', 'POST', path)).status, 200);
    await refused(await post('whip', seat.token), 401, 'unauthenticated');
    await refused(await post('whip', await tokenOf(product, 'studio')), 403, 'room_kicked');
  });
});
