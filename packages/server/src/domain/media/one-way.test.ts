import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MediaVisitor, OFFER, seatOf } from '../../../test/media-visitor.ts';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { AppError, Secret } from '../../kernel/index.ts';
import type { OneWayAccess } from './one-way.ts';

const PLAYER = readFileSync(
  new URL('../../../../sdp/src/fixtures/gstreamer-player-offer.sdp', import.meta.url),
  'utf8',
);

let house: RealtimeHouse;
let room: string;

before(async () => {
  house = await openRealtimeHouse();
  for (const user of ['anna', 'ben', 'cleo']) await house.tokenOf(user);
});
after(() => house.stop());
beforeEach(async () => {
  room = (await house.rooms.create(house.scopeOf('anna'), { name: 'Studio' })).id;
});

/** Somebody who shows a room token, or their own. */
async function by(token: string, user?: string): Promise<OneWayAccess> {
  const authenticate = async () => {
    if (user === undefined) throw new AppError('unauthenticated');
    return house.scopeOf(user);
  };
  return { token: new Secret(token), authenticate };
}

const offer = () => ({ roomId: room, sdp: OFFER });
const seats = async () =>
  (await house.rooms.seats('default', room)).map(({ userId, kind }) => `${userId} ${kind}`);

async function tracksOf(visitor: MediaVisitor): Promise<readonly string[]> {
  await visitor.ws.untilPong();
  house.clock.advance(60);
  await visitor.ws.untilPong();
  return (await visitor.last('MediaTracks')).tracks.map(({ track_id: id }) => id);
}

describe('a publisher with one answer', () => {
  it('takes the place of the page whose room token it shows', async () => {
    const page = await MediaVisitor.enter(house, 'ben', room);
    const anna = await MediaVisitor.enter(house, 'anna', room);
    const { oneWay } = house.media;
    const session = await oneWay.publish(await by(page.place.token), offer());
    assert.equal((await page.last('MediaClosed')).reason, 'replaced');
    const ben = page.place.participantId;
    assert.deepEqual((await tracksOf(anna)).slice(2), [`${ben}.microphone`, `${ben}.camera`]);
    await oneWay.end(room, session.id);
    assert.equal((await tracksOf(anna)).length, 2);
    await assert.rejects(oneWay.end(room, session.id), refusal('media_session_unknown'));
    assert.deepEqual(await seats(), ['ben webrtc', 'anna webrtc']);
  });

  it('gets a seat of its own for a user, and gives it back', async () => {
    const { oneWay } = house.media;
    const session = await oneWay.publish(await by('a user’s', 'ben'), offer());
    assert.deepEqual(await seats(), ['ben whip']);
    await oneWay.end(room, session.id);
    const left = await house.storage.eventLog.readStream('default', `room:${room}`, {
      ...{ after: 0, limit: 10, type: 'room.participant_left' },
    });
    assert.equal(left.length, 1);
    assert.deepEqual(await seats(), []);
  });

  it('is refused where it would have to wait, and leaves no place before the door', async () => {
    const settings = { waitingRoom: true };
    const { id } = await house.rooms.create(house.scopeOf('anna'), { name: 'Door', settings });
    const publishing = house.media.oneWay.publish(await by('a user’s', 'ben'), {
      ...offer(),
      roomId: id,
    });
    await assert.rejects(publishing, refusal('room_seat_required'));
    const { waitingCount } = await house.rooms.get(house.scopeOf('anna'), id);
    assert.equal(waitingCount, 0);
  });

  it('is refused before the engine sees it where too many sections send', async () => {
    const section = OFFER.slice(OFFER.indexOf('m=audio'), OFFER.indexOf('m=video'));
    const more = Array.from({ length: 17 }, (_, i) => section.replace(/a=mid:\S+/, `a=mid:x${i}`));
    const publishing = house.media.oneWay.publish(await by('a user’s', 'ben'), {
      ...offer(),
      sdp: OFFER + more.join(''),
    });
    await assert.rejects(publishing, refusal('media_tracks_invalid'));
    assert.deepEqual(await seats(), []);
  });

  it('gives its seat back when the engine refuses it', async () => {
    const broken = { ...offer(), sdp: OFFER.replaceAll(/a=ice-pwd:.*/g, 'a=ice-pwd:short') };
    const publishing = house.media.oneWay.publish(await by('a user’s', 'ben'), broken);
    await assert.rejects(publishing, refusal('sdp_invalid'));
    assert.deepEqual(await seats(), []);
  });
});

describe('a viewer with one answer', () => {
  it('is told to come back while there is nothing to watch', async () => {
    const watching = house.media.oneWay.watch(await by('a user’s', 'cleo'), offer());
    await assert.rejects(watching, refusal('media_not_live'));
    assert.deepEqual(await seats(), []);
  });

  it('stands beside the page of its seat, and goes with whom it watches', async () => {
    const ben = await MediaVisitor.enter(house, 'ben', room);
    const cleo = await MediaVisitor.enter(house, 'cleo', room);
    const { oneWay } = house.media;
    const watching = { ...offer(), sdp: PLAYER, watched: ben.place.participantId };
    const session = await oneWay.watch(await by(cleo.place.token), watching);
    assert.match(session.sdp, /a=sendonly/);
    assert.equal(
      (await cleo.ws.untilPong()).some(({ type }) => type === 'MediaClosed'),
      false,
    );
    await house.rooms.leave(house.scopeOf('ben'), room);
    await ben.last('MediaClosed');
    await assert.rejects(oneWay.end(room, session.id), refusal('media_session_unknown'));
    assert.deepEqual(await seats(), ['cleo webrtc']);
  });

  it('is cut off when the seat it stands on is kicked', async () => {
    await MediaVisitor.enter(house, 'ben', room);
    const seat = await seatOf(house, 'cleo', room);
    const session = await house.media.oneWay.watch(await by(seat.token), offer());
    await house.rooms.moderation.kick(house.scopeOf('anna'), room, seat.participantId);
    const trickle = () => house.media.oneWay.trickle(room, session.id, 'a=mid:0', session.etag);
    assert.throws(trickle, refusal('media_session_unknown'));
  });
});
