import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MediaVisitor, OFFER, seatOf, TRACKS } from '../../../test/media-visitor.ts';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';

let house: RealtimeHouse;
let room: string;

before(async () => {
  house = await openRealtimeHouse({ frameBurst: 1_000_000, framesPerSecond: 1_000_000 });
  for (const user of ['anna', 'ben', 'cleo', 'dan']) await house.tokenOf(user);
});
after(() => house.stop());
beforeEach(async () => {
  room = (await house.rooms.create(house.scopeOf('anna'), { name: 'Meeting' })).id;
});

const enter = (user: string) => MediaVisitor.enter(house, user, room);

/** Resolves once the engine has told that a worker is lost. */
function nextLoss(): Promise<void> {
  const nothing = () => undefined;
  return new Promise((resolve) => {
    const unsubscribe = house.media.engine.subscribe({
      connected: nothing,
      closed: nothing,
      speakers: nothing,
      quality: nothing,
      demand: nothing,
      roomsLost: () => {
        unsubscribe();
        resolve();
      },
    });
  });
}

/** What the client was last told of published tracks, once all that has happened was told. */
async function tracksOf(visitor: MediaVisitor) {
  await visitor.ws.untilPong();
  house.clock.advance(60);
  await visitor.ws.untilPong();
  return (await visitor.last('MediaTracks')).tracks;
}

describe('a media session in a room', () => {
  it('answers an offer and names what is published to everybody', async () => {
    const anna = await enter('anna');
    const answer = await anna.last('MediaAnswer');
    assert.equal(answer.revision, 1);
    assert.match(answer.sdp, /a=setup:passive/);
    const id = anna.place.participantId;
    assert.deepEqual(await tracksOf(anna), [
      { ...track(id, 'microphone'), muted: false, blocked: false },
      { ...track(id, 'camera'), muted: false, blocked: false },
    ]);
  });

  it('offers what the others publish, and takes it back when they leave', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const offer = await anna.last('MediaOffer');
    assert.deepEqual(
      offer.tracks.map(({ mid: _, ...told }) => told),
      [track(ben.place.participantId, 'microphone'), track(ben.place.participantId, 'camera')],
    );
    assert.equal((await anna.answer(offer)).type, 'Ack');
    await house.rooms.leave(house.scopeOf('ben'), room);
    assert.equal((await ben.last('MediaClosed')).reason, 'left');
    const next = await anna.last('MediaOffer', ({ revision }) => revision === 2);
    assert.deepEqual(next.tracks, []);
    assert.match(next.sdp, /a=inactive/);
    assert.equal((await anna.answer(next)).type, 'Ack');
  });

  it('makes one offer of what comes while another is under way', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const first = await anna.last('MediaOffer');
    await enter('cleo');
    await enter('dan');
    await anna.ws.untilPong();
    assert.equal((await anna.last('MediaOffer')).revision, 1, 'one at a time');
    await anna.answer(first);
    const second = await anna.last('MediaOffer', ({ revision }) => revision === 2);
    assert.equal(second.tracks.length, 6);
    await anna.answer(second);
    await anna.ws.untilPong();
    assert.equal((await anna.last('MediaOffer')).revision, 2);
    ben.ws.socket.close();
  });

  it('refuses an offer that crosses ours, until that is answered', async () => {
    const anna = await enter('anna');
    await enter('ben');
    const offer = await anna.last('MediaOffer');
    await anna.refused(anna.offer({ revision: 2 }), 'media_stale');
    assert.equal((await anna.answer(offer)).type, 'Ack');
    // What it offers next names the sections of ours, which this fixture does not.
    await anna.refused(anna.offer({ revision: 3 }), 'sdp_invalid');
  });

  it('says a pending offer again to the WebSocket that takes over', async () => {
    const anna = await enter('anna');
    await enter('ben');
    const pending = await anna.last('MediaOffer');
    anna.ws.socket.terminate();
    await anna.ws.closed;
    const back = new MediaVisitor(await house.connect('anna'), anna.place);
    await back.refused(back.offer({ revision: 2 }), 'media_stale');
    const again = await back.last('MediaOffer');
    assert.deepEqual([again.revision, again.sdp], [pending.revision, pending.sdp]);
    assert.equal((await back.answer(again)).type, 'Ack');
  });

  it('asks for a new transport when an offer stays without an answer', async () => {
    const anna = await enter('anna');
    await enter('ben');
    await anna.last('MediaOffer');
    house.clock.advance(15_000);
    assert.equal((await anna.last('MediaRestart')).reason, 'transport_lost');
    assert.equal((await anna.offer({ transport_id: 'another' })).type, 'Ack');
  });

  it('tells everybody of a sender’s own mute', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const mute = { type: 'MediaMuted', session_id: ben.place.participantId, mid: '0', muted: true };
    assert.equal((await ben.ask(mute)).type, 'Ack');
    const tracks = await tracksOf(anna);
    const id = ben.place.participantId;
    assert.equal(tracks.find(({ track_id }) => track_id === `${id}.microphone`)?.muted, true);
    await ben.refused(ben.ask({ ...mute, mid: '7' }), 'media_track_unknown');
  });

  it('takes how a track is wanted, also before it is received', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const session_id = anna.place.participantId;
    const track_id = `${ben.place.participantId}.camera`;
    const wish = { type: 'MediaLayers', session_id, track_id, max_width: 640, paused: false };
    assert.equal((await anna.ask(wish)).type, 'Ack');
    await anna.answer(await anna.last('MediaOffer'));
    assert.equal((await anna.ask({ ...wish, paused: true, pinned: true })).type, 'Ack');
    await anna.refused(anna.ask({ ...wish, track_id: 'nobody.camera' }), 'media_track_unknown');
  });

  it('goes on over a new transport after the loss of its worker, under the same names', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const before = await tracksOf(anna);
    const [pid] = await house.media.engine.pids();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    for (const visitor of [anna, ben]) {
      assert.equal((await visitor.last('MediaRestart')).reason, 'worker_lost');
      visitor.transport = 'transport-2';
      assert.equal((await visitor.offer()).type, 'Ack');
    }
    const isNew = ({ transport_id: id }: { readonly transport_id: string }) => id === 'transport-2';
    await anna.answer(await anna.last('MediaOffer', isNew));
    assert.deepEqual(new Set(await tracksOf(anna)), new Set(before));
    await house.media.engine.health();
  });

  it('tells a client that comes back by another WebSocket what it has missed', async () => {
    const anna = await enter('anna');
    anna.ws.socket.terminate();
    await anna.ws.closed;
    const lost = nextLoss();
    for (const pid of await house.media.engine.pids()) process.kill(pid, 'SIGKILL');
    await lost;
    const back = new MediaVisitor(await house.connect('anna'), anna.place);
    await back.refused(back.offer({ revision: 2 }), 'media_stale');
    assert.equal((await back.last('MediaRestart')).reason, 'transport_lost');
    assert.equal((await back.offer({ transport_id: 'another' })).type, 'Ack');
  });

  it('logs whose media it is about, and neither tokens nor descriptions', async () => {
    const anna = await enter('anna');
    await house.rooms.leave(house.scopeOf('anna'), room);
    await anna.last('MediaClosed');
    const ended = house.logs.findLast(({ message }) => message === 'media session ended');
    assert.partialDeepStrictEqual(ended?.fields, {
      room_id: room,
      participant_id: anna.place.participantId,
      reason: 'left',
    });
    const text = JSON.stringify(house.logs);
    assert.ok(!text.includes(anna.place.token) && !text.includes('a=ice-'));
  });
});

it('leaves nothing behind when people come and go', async () => {
  const { conferences } = house.media.sessions;
  const before = conferences.counts;
  for (let i = 0; i < 20; i += 1) {
    const people = [await enter('ben'), await enter('cleo')];
    for (const person of people) person.transport = `next-${i}`;
    await people[0]?.offer();
    await house.rooms.leave(house.scopeOf('ben'), room);
    await house.rooms.leave(house.scopeOf('cleo'), room);
    for (const person of people) {
      await person.last('MediaClosed');
      person.ws.socket.terminate();
    }
  }
  assert.deepEqual(conferences.counts, before);
});

describe('the media of a call', () => {
  async function callOf(...participants: readonly string[]) {
    const { calls } = house;
    const call = await calls.create(house.scopeOf('anna'), { participants, callType: 'video' });
    for (const user of participants) await calls.accept(house.scopeOf(user), call.id);
    return call.id;
  }

  const member = async (user: string, call: string) =>
    new MediaVisitor(await house.connect(user), { participantId: call, token: '' });
  const offer = (visitor: MediaVisitor) => visitor.offer({ token: undefined });

  it('move to the router with the third member, who are told', async () => {
    const call = await callOf('ben');
    const anna = await member('anna', call);
    await anna.refused(offer(anna), 'call_state_conflict');
    await house.calls.invite(house.scopeOf('ben'), call, ['cleo']);
    const moved = await anna.last('Event', ({ event }) => event.type === 'call.media_moved');
    assert.partialDeepStrictEqual(moved.event.data, { call: { media: 'router' } });
    const ben = await member('ben', call);
    for (const visitor of [anna, ben]) assert.equal((await offer(visitor)).type, 'Ack');
    const cleo = await member('cleo', call);
    await cleo.refused(offer(cleo), 'call_state_conflict');
    await house.calls.accept(house.scopeOf('cleo'), call);
    assert.equal((await offer(cleo)).type, 'Ack');
    const tracks = (await cleo.last('MediaOffer')).tracks.map((one) => one.participant_id);
    assert.deepEqual(new Set(tracks), new Set(['anna', 'ben']));
    const dan = await member('dan', call);
    await dan.refused(offer(dan), 'call_not_found');
    await house.calls.end(house.scopeOf('anna'), call);
  });

  it('end with one’s part in the call, and with the call', async () => {
    const call = await callOf('ben', 'cleo');
    const [anna, ben] = [await member('anna', call), await member('ben', call)];
    for (const visitor of [anna, ben]) assert.equal((await offer(visitor)).type, 'Ack');
    await house.calls.leave(house.scopeOf('ben'), call);
    assert.equal((await ben.last('MediaClosed')).reason, 'left');
    await ben.refused(
      ben.offer({ token: undefined, transport_id: 'again' }),
      'call_state_conflict',
    );
    await house.calls.end(house.scopeOf('anna'), call);
    assert.equal((await anna.last('MediaClosed')).reason, 'call_ended');
  });
});

function track(participant: string, source: string) {
  return { track_id: `${participant}.${source}`, participant_id: participant, source };
}

it('opens no session for who has no seat', async () => {
  const place = await seatOf(house, 'ben', room);
  await house.rooms.leave(house.scopeOf('ben'), room);
  const ben = new MediaVisitor(await house.connect('ben'), place);
  await ben.refused(ben.offer({ sdp: OFFER, tracks: TRACKS }), 'room_token_invalid');
});
