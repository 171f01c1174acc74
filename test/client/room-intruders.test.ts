import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { JoinedRoom, parseAs, Room, type RoomSettingsInput } from '@sky-genesis/protocol';
import { type Product, startProduct } from '../peers/product.ts';
import { request } from '../peers/rest.ts';
import { Intruder } from './intruder.ts';

/** Who keeps to nothing but what the server enforces. */
suite('a room, against clients that cheat', () => {
  let product: Product;
  let present: Intruder[] = [];
  const tokens = new Map<string, string>();

  before(async () => {
    product = await startProduct({ env: { SGE_MEDIA_WORKERS: '1' } });
  });
  afterEach(() => {
    for (const intruder of present) intruder.close();
    present = [];
  });
  after(async () => {
    await product.stop();
  });

  async function arrive(name: string): Promise<Intruder> {
    const token = tokens.get(name) ?? (await product.token(name));
    tokens.set(name, token);
    const intruder = await Intruder.arrive(product.url, name, token);
    present.push(intruder);
    return intruder;
  }

  async function roomOf(host: Intruder, settings: RoomSettingsInput = {}): Promise<string> {
    const room = parseAs(Room, await host.api('POST', '/rooms', { name: 'Salle', settings }));
    assert.ok(room);
    return `/rooms/${room.id}`;
  }

  async function join(who: Intruder, room: string): Promise<JoinedRoom> {
    const joined = parseAs(JoinedRoom, await who.api('POST', `${room}/join`));
    assert.ok(joined);
    return joined;
  }

  const tokenOf = ({ room_token }: JoinedRoom) => room_token ?? '';

  test('who waits before the door gets no media, by whatever token', async () => {
    const [anna, ben] = [await arrive('anna'), await arrive('ben')];
    const room = await roomOf(anna, { waiting_room: true });
    const annas = await join(anna, room);
    const bens = await join(ben, room);
    assert.equal(bens.participant.status, 'waiting');
    assert.equal(bens.room_token, null);
    const seat = bens.participant.id;
    assert.equal(await ben.offers(seat), 'room_token_invalid');
    assert.equal(await ben.offers(seat, tokenOf(annas)), 'room_token_invalid');
    assert.equal(await ben.offers(annas.participant.id, tokenOf(annas)), 'room_token_invalid');
    assert.equal(await ben.refusal('POST', `${room}/admit`), 'room_moderator_required');
    assert.equal(await ben.refusal('GET', `${room}/messages`), 'room_seat_required');
    await anna.api('POST', `${room}/admit`);
    assert.equal(await ben.offers(seat, tokenOf(await join(ben, room))), 'answered');
  });

  test('who is removed is put out at once, and what they hold opens nothing any more', async () => {
    const [anna, ben] = [await arrive('anna'), await arrive('ben')];
    const room = await roomOf(anna);
    const bens = await join(ben, room);
    const spare = await join(ben, room);
    const seat = bens.participant.id;
    assert.equal(await ben.offers(seat, tokenOf(bens)), 'answered');
    await anna.api('POST', `${room}/participants/${seat}/kick`);
    assert.equal(await ben.isPutOut(seat), 'kicked');
    assert.equal(await ben.offers(seat), 'room_token_invalid');
    assert.equal(await ben.offers(seat, tokenOf(bens)), 'room_token_invalid');
    assert.equal(await ben.offers(seat, tokenOf(spare)), 'room_token_invalid');
    assert.equal(await ben.refusal('POST', `${room}/join`), 'room_kicked');
    assert.equal(
      await ben.refusal('POST', `${room}/messages`, { message: 'hé' }),
      'room_not_found',
    );
    const benAgain = await arrive('ben');
    assert.equal(await benAgain.offers(seat, tokenOf(spare)), 'room_token_invalid');
    await anna.api('POST', `${room}/invite`, { user_ids: ['ben'] });
    assert.equal(await benAgain.offers(seat, tokenOf(spare)), 'room_token_invalid');
    assert.equal(await benAgain.offers(seat, tokenOf(await join(ben, room))), 'answered');
  });

  test('a locked room is closed to whoever has no seat, also by the token of somebody inside', async () => {
    const [anna, ben, cleo] = [await arrive('anna'), await arrive('ben'), await arrive('cleo')];
    const room = await roomOf(anna);
    const bens = await join(ben, room);
    await anna.api('POST', `${room}/lock`);
    assert.equal(await cleo.refusal('POST', `${room}/join`), 'room_locked');
    assert.equal(await cleo.refusal('POST', `${room}/knock`), 'room_locked');
    assert.equal(await cleo.offers(bens.participant.id, tokenOf(bens)), 'room_token_invalid');
    assert.equal(await cleo.refusal('POST', `${room}/lock`, { locked: false }), 'room_not_found');
    assert.equal(
      await ben.refusal('POST', `${room}/lock`, { locked: false }),
      'room_moderator_required',
    );
    assert.equal(await ben.offers(bens.participant.id, tokenOf(bens)), 'answered');
  });

  test('nobody moderates who is no moderator, nor lifts what a moderator has muted for good', async () => {
    const [anna, ben] = [await arrive('anna'), await arrive('ben')];
    const room = await roomOf(anna, { participants_may_unmute: false });
    const annas = await join(anna, room);
    const bens = await join(ben, room);
    const about = (id: string, word: string) => `${room}/participants/${id}/${word}`;
    const [host, guest] = [annas.participant.id, bens.participant.id];
    for (const word of ['kick', 'send-back', 'mute']) {
      assert.equal(await ben.refusal('POST', about(host, word)), 'room_moderator_required');
    }
    const crown = { role: 'moderator' };
    assert.equal(await ben.refusal('POST', about(guest, 'role'), crown), 'room_moderator_required');
    await anna.api('POST', about(guest, 'mute'));
    const lift = { audio: false };
    assert.equal(await ben.refusal('POST', about(guest, 'mute'), lift), 'room_moderator_required');
  });

  test('a room token is no access token, and an access token no room token', async () => {
    const ben = await arrive('ben');
    const room = await roomOf(ben);
    const joined = await join(ben, room);
    await assert.rejects(
      request(product.url, tokenOf(joined), { method: 'GET', path: room }),
      ({ code }: { code: string }) => code === 'unauthenticated',
    );
    const access = await product.token('ben');
    assert.equal(await ben.offers(joined.participant.id, access), 'room_token_invalid');
    const [head = '', body = ''] = tokenOf(joined).split('.');
    const forged = `${head}.${body}.${'A'.repeat(86)}`;
    assert.equal(await ben.offers(joined.participant.id, forged), 'room_token_invalid');
  });

  test('the last seat is given once, to however many ask at once', async () => {
    const anna = await arrive('anna');
    const room = await roomOf(anna);
    await anna.api('PATCH', room, { max_participants: 2 });
    await join(anna, room);
    const others = await Promise.all(['ben', 'cleo', 'dan', 'eve'].map((name) => arrive(name)));
    const refusals = await Promise.all(others.map((who) => who.refusal('POST', `${room}/join`)));
    assert.deepEqual(refusals.toSorted(), ['', 'room_full', 'room_full', 'room_full']);
  });
});
