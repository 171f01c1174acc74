import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CallEnd, PeerOffer } from '@sky-genesis/sip';
import { openPhoneGateway, phoneSound } from '../../../test/phone-gateway.ts';
import type { Participant } from '../../domain/rooms/index.ts';
import type { PhoneLineEvents, PhoneSeat } from '../../domain/telephony/index.ts';
import { AppError } from '../../kernel/index.ts';

const seat: Participant = {
  ...{ id: 'part_1', roomId: 'room_1', org: 'default', userId: 'trunk:1', displayName: '0123' },
  ...{ kind: 'sip', role: 'participant', status: 'joined', seating: 1, mustWait: false },
  muted: { audio: false, video: false, screen: false },
  ...{ invitedAtMs: null, ringing: null, handRaisedAtMs: null, joinedAtMs: null },
  ...{ leftAtMs: null, createdAtMs: 0, updatedAtMs: 0 },
};

/** A caller of a trunk that has been answered at the entrance. Its lines play as fast as they are told to. */
async function atEntrance(t: TestContext) {
  const gateway = await openPhoneGateway(t);
  await gateway.trunkHere();
  const { line } = gateway;
  const lines: PhoneLineEvents[] = [];
  const places: PhoneSeat[] = [];
  const played: string[] = [];
  const did: string[] = [];
  gateway.line = async (events, seat) => {
    const index = lines.push(events) - 1;
    places.push(seat);
    return {
      ...(await line(events, seat)),
      port: 40_000 + 2 * index,
      play: async (file) => {
        if (file === undefined) return;
        played.push(file);
        setImmediate(() => events.played());
      },
      close: () => void did.push(`close ${index}`),
    };
  };
  const pbx = await gateway.peer();
  const answered = Promise.withResolvers<void>();
  const offered = Promise.withResolvers<PeerOffer>();
  const ended = Promise.withResolvers<CallEnd>();
  const uri = `sip:8000@127.0.0.1:${gateway.port}`;
  pbx.call(
    { uri, from: '<sip:0123@pbx.test>', description: phoneSound() },
    {
      onAccepted: () => answered.resolve(),
      onOffer: (offer) => {
        offer.answer(phoneSound());
        offered.resolve(offer);
      },
      onOfferWanted: (wanted) => void wanted.refuse(),
      onEnded: ended.resolve,
    },
  );
  await answered.promise;
  const press = (keys: string) => {
    for (const key of keys) lines.at(-1)?.digit(key);
  };
  const hears = async (...files: readonly string[]) => {
    while (played.length < files.length) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(played.splice(0), files);
  };
  const told = { offered: offered.promise, ended: ended.promise };
  return { gateway, lines, places, press, hears, did, ...told };
}

test('a caller of a trunk is counted by number, and offered a line in the room', async (t) => {
  const { gateway, lines, press, hears, did, offered } = await atEntrance(t);
  const asked: unknown[] = [];
  gateway.joinByPin = (pin, { entrance, caller }) => {
    asked.push([pin, entrance, caller.replace(/trunk_\w+/, 'trunk_…')]);
    return Promise.resolve(seat);
  };
  lines[0]?.heard();
  await hears('fr/welcome', 'fr/enter_pin');
  press('12345678');
  const offer = Buffer.from((await offered).session).toString('utf8');
  assert.deepEqual(asked, [['12345678', '8000', 'trunk:trunk_… 0123']]);
  assert.match(offer, /m=audio 40002 /);
  assert.deepEqual(did, ['close 0']);
  lines[1]?.heard();
  await hears('fr/inside');
});

test('a caller whom a moderator has silenced before comes in silenced', async (t) => {
  const { gateway, lines, places, press, hears, offered } = await atEntrance(t);
  const muted = { ...seat.muted, audio: true };
  gateway.joinByPin = () => Promise.resolve({ ...seat, muted });
  lines[0]?.heard();
  await hears('fr/welcome', 'fr/enter_pin');
  press('12345678');
  await offered;
  assert.partialDeepStrictEqual(places.at(1), { participantId: 'part_1', silenced: true });
});

test('a caller who guesses too often is told so, and hung up on', async (t) => {
  const { gateway, lines, press, hears, did, ended } = await atEntrance(t);
  gateway.joinByPin = () => Promise.reject(new AppError('rate_limited', { retryAfterS: 60 }));
  lines[0]?.heard();
  await hears('fr/welcome', 'fr/enter_pin');
  press('1#');
  await hears('fr/too_many_tries', 'fr/goodbye');
  assert.equal((await ended).cause, 'hung-up');
  assert.deepEqual(did, ['close 0']);
});

test('a caller whose PIN cannot be checked is told that it is not theirs', async (t) => {
  const { gateway, lines, press, hears, ended } = await atEntrance(t);
  gateway.joinByPin = () => Promise.reject(new Error('the database is gone'));
  lines[0]?.heard();
  await hears('fr/welcome', 'fr/enter_pin');
  press('1#');
  await hears('fr/failed', 'fr/goodbye');
  await ended;
});

test('a caller who is not heard is spoken to all the same, and hung up on with their line', async (t) => {
  const { lines, hears, ended } = await atEntrance(t);
  await hears('fr/welcome', 'fr/enter_pin');
  lines[0]?.lost();
  assert.equal((await ended).by, 'remote');
});
