import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MediaVisitor, OFFER, seatOf, TRACKS } from '../../../test/media-visitor.ts';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import type { ModeratedMedia, RoomSettings } from '../../domain/rooms/index.ts';
import { systemScope } from '../../kernel/index.ts';

const UNLIMITED = { frameBurst: 1_000_000, framesPerSecond: 1_000_000 };

let house: RealtimeHouse;
let room: string;

before(async () => {
  house = await openRealtimeHouse(UNLIMITED);
  await house.tokenOf('anna');
});
after(() => house.stop());
beforeEach(async () => {
  room = await newRoom();
});

async function newRoom(settings: Partial<RoomSettings> = {}): Promise<string> {
  return (await house.rooms.create(house.scopeOf('anna'), { name: 'Meeting', settings })).id;
}

const enter = (user: string, into = room) => MediaVisitor.enter(house, user, into);

function moderate() {
  const anna = house.scopeOf('anna');
  const { moderation } = house.rooms;
  return {
    kick: (id: string) => moderation.kick(anna, room, id),
    sendBack: (id: string) => moderation.sendBack(anna, room, id),
    mute: (id: string, media: Partial<ModeratedMedia>) => moderation.mute(anna, room, id, media),
  };
}

describe('somebody else’s seat', () => {
  it('is not opened without a token, nor by one that is none', async () => {
    const place = await seatOf(house, 'ben', room);
    const ben = new MediaVisitor(await house.connect('ben'), place);
    await ben.refused(ben.offer({ token: undefined }), 'room_token_invalid');
    for (const token of ['nonsense', await house.tokenOf('ben'), `${place.token}x`]) {
      await ben.refused(ben.offer({ token }), 'room_token_invalid');
    }
    assert.equal((await ben.offer()).type, 'Ack');
  });

  it('is not opened by one’s own token, nor by its holder’s in other hands', async () => {
    const victim = await seatOf(house, 'ben', room);
    const own = await seatOf(house, 'mallory', room);
    const mallory = new MediaVisitor(await house.connect('mallory'), own);
    const session_id = victim.participantId;
    await mallory.refused(mallory.offer({ session_id }), 'room_token_invalid');
    await mallory.refused(mallory.offer({ session_id, token: victim.token }), 'room_token_invalid');
    await mallory.refused(mallory.offer({ token: victim.token }), 'room_token_invalid');
  });

  it('is not opened by the token of a seat in another room', async () => {
    const here = await seatOf(house, 'ben', room);
    const elsewhere = await seatOf(house, 'ben', await newRoom());
    const ben = new MediaVisitor(await house.connect('ben'), here);
    await ben.refused(ben.offer({ token: elsewhere.token }), 'room_token_invalid');
  });

  it('is not touched by frames that name it', async () => {
    const ben = await enter('ben');
    const mallory = new MediaVisitor(await house.connect('mallory'), ben.place);
    const session = { session_id: ben.place.participantId };
    const frames = [
      { type: 'MediaAnswer', ...ben.names, revision: 1, sdp: OFFER },
      { type: 'MediaCandidate', ...ben.names, candidate: null },
      { type: 'MediaLayers', ...session, track_id: 'x', paused: true },
      { type: 'MediaMuted', ...session, mid: '0', muted: true },
      { type: 'MediaRestart', ...session },
    ];
    for (const frame of frames) await mallory.refused(mallory.ask(frame), 'media_session_unknown');
  });
});

describe('a token that was good once', () => {
  it('expires', async () => {
    const place = await seatOf(house, 'ben', room);
    house.clock.advance(301_000);
    const ben = new MediaVisitor(await house.connect('ben'), await seatOf(house, 'ben', room));
    await ben.refused(ben.offer({ token: place.token }), 'room_token_invalid');
  });

  it('is good for nothing after its holder was kicked, on the old WebSocket or a new one', async () => {
    const ben = await enter('ben');
    await moderate().kick(ben.place.participantId);
    assert.equal((await ben.last('MediaClosed')).reason, 'kicked');
    await ben.refused(ben.offer({ transport_id: 'again' }), 'room_token_invalid');
    const back = new MediaVisitor(await house.connect('ben'), ben.place);
    await back.refused(back.offer(), 'room_token_invalid');
  });

  it('is good for nothing after its holder was sent back before the door', async () => {
    const ben = await enter('ben');
    await moderate().sendBack(ben.place.participantId);
    assert.equal((await ben.last('MediaClosed')).reason, 'sent_back');
    await ben.refused(ben.offer({ transport_id: 'again' }), 'room_token_invalid');
  });

  it('ends with its room', async () => {
    const ben = await enter('ben');
    await house.rooms.moderation.delete(house.scopeOf('anna'), room);
    assert.equal((await ben.last('MediaClosed')).reason, 'room_ended');
    await ben.refused(ben.offer({ transport_id: 'again' }), 'room_token_invalid');
  });

  it('moves the session to another WebSocket of its holder, and nothing is left to the first', async () => {
    const ben = await enter('ben');
    const second = new MediaVisitor(await house.connect('ben'), ben.place);
    assert.equal((await second.offer({ revision: 2 })).type, 'Ack');
    assert.equal((await ben.last('MediaClosed')).reason, 'replaced');
    const restart = { type: 'MediaRestart', session_id: ben.place.participantId };
    await ben.refused(ben.ask(restart), 'media_session_unknown');
  });
});

describe('what a moderator has silenced', () => {
  it('is blocked whatever its sender calls it, and stays so over a new transport', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const { participantId } = ben.place;
    await moderate().mute(participantId, { audio: true });
    const blocked = async (source: string, count: number) => {
      const { tracks } = await anna.last('MediaTracks', (frame) => frame.tracks.length === count);
      const isBens = (track: (typeof tracks)[number]) => track.participant_id === participantId;
      return tracks.filter(isBens).find((track) => track.source === source)?.blocked;
    };
    const tell = async () => {
      await anna.ws.untilPong();
      house.clock.advance(60);
    };
    await tell();
    await anna.last('MediaTracks', ({ tracks }) => tracks.some((track) => track.blocked));
    assert.equal(await blocked('microphone', 4), true);
    assert.equal(await blocked('camera', 4), false);
    const tracks = [{ mid: '0', source: 'screen_audio' }];
    assert.equal((await ben.offer({ transport_id: 'another', tracks })).type, 'Ack');
    await tell();
    assert.equal(await blocked('screen_audio', 3), true);
  });

  it('is not a screen where only moderators share theirs', async () => {
    room = await newRoom({ allowScreenShare: false });
    const ben = await enter('ben');
    const screen = [...TRACKS, { mid: '2', source: 'screen' }];
    await ben.refused(ben.offer({ revision: 2, tracks: screen }), 'screen_share_refused');
    const anna = await enter('anna');
    assert.equal((await anna.offer({ revision: 2, tracks: screen })).type, 'Error');
    await anna.answer(await anna.last('MediaOffer'));
  });
});

describe('a screen that is shared already', () => {
  it('is blocked once only moderators may share theirs', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    const screen = [...TRACKS, { mid: '2', source: 'screen' }];
    assert.equal((await ben.offer({ transport_id: 'sharing', tracks: screen })).type, 'Ack');
    const settings = { allowScreenShare: false };
    await house.rooms.moderation.update(house.scopeOf('anna'), room, { settings });
    await anna.ws.untilPong();
    house.clock.advance(60);
    const isBlocked = (source: string) => (track: { source: string; blocked: boolean }) =>
      track.source === source && track.blocked;
    const { tracks } = await anna.last('MediaTracks', (frame) =>
      frame.tracks.some(isBlocked('screen')),
    );
    assert.equal(tracks.some(isBlocked('camera')), false);
  });
});

describe('a seat that is lost while its session opens', () => {
  it('leaves nothing behind', async () => {
    const anna = await enter('anna');
    for (let i = 0; i < 10; i += 1) {
      const user = `racer${i}`;
      const racer = new MediaVisitor(await house.connect(user), await seatOf(house, user, room));
      const opening = racer.offer();
      await moderate().kick(racer.place.participantId);
      await opening;
      await racer.ws.untilPong();
    }
    house.clock.advance(60);
    await anna.ws.untilPong();
    assert.equal((await anna.last('MediaTracks')).tracks.length, 2);
  });
});

describe('offers that are none', () => {
  it('are refused before the engine sees them', async () => {
    const ben = await enter('ben');
    const seventeen = Array.from({ length: 17 }, (_, i) => ({ mid: `${i}`, source: 'camera' }));
    await ben.refused(ben.offer({ revision: 2, tracks: seventeen }), 'frame_invalid');
    const invalid = [
      [{ mid: '0', source: 'camera' }],
      [{ mid: '1', source: 'microphone' }],
      [{ mid: '9', source: 'camera' }],
      [{ mid: '3', source: 'camera' }],
      [...TRACKS, { mid: '1', source: 'screen' }],
      [...TRACKS, { mid: '2', source: 'camera' }],
    ];
    for (const tracks of invalid) {
      await ben.refused(ben.offer({ revision: 2, tracks }), 'media_tracks_invalid');
    }
    await ben.refused(ben.offer({ revision: 2, sdp: 'nonsense' }), 'sdp_invalid');
    const section = OFFER.slice(
      OFFER.indexOf('m=video'),
      OFFER.indexOf('m=video', OFFER.indexOf('a=mid:1')),
    );
    const unnamed = Array.from({ length: 15 }, (_, i) => section.replace('a=mid:1', `a=mid:x${i}`));
    await ben.refused(
      ben.offer({ revision: 2, sdp: OFFER + unnamed.join('') }),
      'media_tracks_invalid',
    );
    const many = OFFER + OFFER.slice(OFFER.indexOf('m=audio')).repeat(70);
    await ben.refused(ben.offer({ revision: 2, sdp: many.slice(0, 131_000) }), 'sdp_invalid');
    await ben.refused(ben.offer({ revision: 2, sdp: 'x'.repeat(131_073) }), 'frame_invalid');
    assert.equal((await ben.offer({ revision: 2 })).type, 'Ack');
  });

  it('are refused when they are late, or about a connection of before', async () => {
    const ben = await enter('ben');
    await ben.refused(ben.offer({ revision: 1 }), 'media_stale');
    const answer = { type: 'MediaAnswer', ...ben.names, revision: 7, sdp: OFFER };
    await ben.refused(ben.ask(answer), 'media_stale');
    assert.equal((await ben.offer({ transport_id: 'another' })).type, 'Ack');
    await ben.refused(ben.offer({ revision: 2 }), 'media_stale');
    const candidate = { type: 'MediaCandidate', ...ben.names, candidate: null };
    await ben.refused(ben.ask(candidate), 'media_stale');
  });

  it('in a flood are refused, and open no transports without end', async () => {
    const ben = await enter('ben');
    const codes: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      const told = await ben.offer({ transport_id: `flood-${i}` });
      codes.push(told.type === 'Error' ? told.code : told.type);
    }
    assert.ok(codes.filter((code) => code === 'Ack').length <= 6, codes.join());
    assert.ok(codes.includes('rate_limited'));
    house.clock.advance(3000);
    assert.equal((await ben.offer({ transport_id: 'later' })).type, 'Ack');
  });
});

describe('a client that is gone', () => {
  /** Lets time pass, `ms` at once and a frame between, lest the client seem gone as well, until the last that the client was told names `count` tracks. */
  async function untilTracks(visitor: MediaVisitor, count: number, ms = 60): Promise<void> {
    const told = () => visitor.ws.received.findLast((frame) => frame.type === 'MediaTracks');
    for (let turns = 0; told()?.tracks.length !== count; turns += 1) {
      assert.ok(turns < 1000, `it was told of ${told()?.tracks.length} tracks, not of ${count}`);
      await visitor.ws.untilPong();
      house.clock.advance(ms);
    }
  }

  it('is heard no more once its WebSocket has stayed away for a minute', async () => {
    const anna = await enter('anna');
    const ben = await enter('ben');
    await untilTracks(anna, 4);
    ben.ws.socket.terminate();
    await ben.ws.closed;
    await untilTracks(anna, 2, 5000);
  });

  it('is out at once when its credentials are void', async () => {
    const anna = await enter('anna');
    await enter('eve');
    await untilTracks(anna, 4);
    await house.identity.users.disable(systemScope('default'), 'eve');
    await untilTracks(anna, 2);
  });
});
