import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { userScope } from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { openRoomHouse, type RoomHouse } from '../../../test/room-house.ts';
import { systemScope } from '../../kernel/index.ts';
import type { CreateRoomInput } from './api.ts';
import type { Room } from './room.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');

let house: RoomHouse;

beforeEach(async () => {
  house = await openRoomHouse();
});

afterEach(async () => {
  await house.stop();
});

function room(input: Partial<CreateRoomInput> = {}): Promise<Room> {
  return house.rooms.create(alice, { name: 'Réunion équipe', ...input });
}

describe('joining a room', () => {
  it('takes a seat, with a token that stands for it', async () => {
    const { id } = await room();
    const { participant, ticket } = await house.rooms.join(bob, id, { displayName: 'Bob B.' });
    assert.equal(participant.status, 'joined');
    assert.equal(participant.displayName, 'Bob B.');
    assert.ok(ticket);
    assert.equal(ticket.expiresAtMs, house.clock.nowMs() + 300_000);
    const verified = await house.rooms.tickets.verify(ticket.token.reveal());
    const { jti, ...seat } = verified;
    assert.match(jti, /^tok_/);
    assert.deepEqual(seat, {
      org: 'default',
      roomId: id,
      participantId: participant.id,
      userId: 'bob',
      role: 'participant',
    });
    assert.equal((await house.rooms.get(bob, id)).participantCount, 1);
  });

  it('gives who has a seat the same one', async () => {
    const { id } = await room();
    const first = await house.rooms.join(bob, id, {});
    const second = await house.rooms.join(bob, id, {});
    assert.deepEqual(second.participant, first.participant);
    assert.equal(second.room.participantCount, 1);
    await house.rooms.leave(bob, id);
    const third = await house.rooms.join(bob, id, {});
    assert.equal(third.participant.id, first.participant.id);
    assert.equal(third.participant.seating, 2);
  });

  for (const kind of ['sip', 'whip', 'whep'] as const) {
    it(`gives ${kind} its own former seat again, beside that of its holder's browser`, async () => {
      const { id } = await room();
      const browser = await house.rooms.join(bob, id, {});
      const first = await house.rooms.join(bob, id, { kind });
      assert.notEqual(first.participant.id, browser.participant.id);
      await house.rooms.leave(bob, id, first.participant.id);
      const second = await house.rooms.join(bob, id, { kind });
      assert.equal(second.participant.id, first.participant.id);
      assert.equal(second.participant.status, 'joined');
      assert.ok(second.ticket);
      const seat = await house.rooms.tickets.verify(second.ticket.token.reveal());
      assert.equal(seat.participantId, first.participant.id);
      const third = await house.rooms.join(bob, id, { kind });
      assert.notEqual(third.participant.id, second.participant.id);
      assert.equal(third.room.participantCount, 3);
    });
  }

  it('makes its creator a moderator, and nobody else', async () => {
    const { id } = await room();
    const [one, other] = [
      await house.rooms.join(alice, id, {}),
      await house.rooms.join(bob, id, {}),
    ];
    assert.equal(one.participant.role, 'moderator');
    assert.equal(other.participant.role, 'participant');
  });

  it('has as many seats as it says, when a hundred come at once', async () => {
    const { id } = await room({ maxParticipants: 10 });
    const comers = Array.from({ length: 100 }, (_, n) =>
      house.rooms.join(userScope(`user${n}`), id, {}),
    );
    const outcomes = await Promise.allSettled(comers);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 10);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') refusal('room_full', { limit: 10 })(outcome.reason);
    }
    assert.equal((await house.rooms.seats('default', id)).length, 10);
    assert.equal((await house.rooms.get(alice, id)).participantCount, 10);
  });

  it('shows the room to who joins it, and to no stranger', async () => {
    const { id } = await room();
    await assert.rejects(house.rooms.get(bob, id), refusal('room_not_found'));
    await house.rooms.join(bob, id, {});
    assert.equal((await house.rooms.get(bob, id)).id, id);
    const { items } = await house.rooms.list(bob, 'open', { limit: 5 });
    assert.deepEqual(
      items.map((one) => one.id),
      [id],
    );
    assert.deepEqual((await house.rooms.list(carol, 'open', { limit: 5 })).items, []);
    const elsewhere = userScope('bob', [], 'other');
    await assert.rejects(house.rooms.join(elsewhere, id, {}), refusal('room_not_found'));
  });

  it('lets somebody give up a viewer’s seat who has no other, and nobody else’s', async () => {
    const { id } = await room();
    const { participant } = await house.rooms.join(bob, id, { kind: 'whep' });
    await assert.rejects(house.rooms.leave(carol, id, participant.id), refusal('room_not_found'));
    assert.equal((await house.rooms.leave(bob, id, participant.id)).status, 'left');
  });

  it('asks for the password of who does not moderate', async () => {
    const { id } = await room({ password: 'ouvre-toi' });
    await assert.rejects(house.rooms.join(bob, id, {}), refusal('room_password_required'));
    const wrong = house.rooms.join(bob, id, { password: 'sésame' });
    await assert.rejects(wrong, refusal('room_password_wrong'));
    await house.rooms.join(bob, id, { password: 'ouvre-toi' });
    await house.rooms.join(bob, id, {});
    await house.rooms.join(alice, id, {});
  });

  it('lets nobody past a waiting room but moderators', async () => {
    const { id } = await room({ settings: { waitingRoom: true } });
    const waiting = await house.rooms.join(bob, id, {});
    assert.equal(waiting.participant.status, 'waiting');
    assert.equal(waiting.ticket, undefined);
    const again = await Promise.all([house.rooms.join(bob, id, {}), house.rooms.join(bob, id, {})]);
    for (const one of again) assert.equal(one.ticket, undefined);
    const { ticket, room: seen } = await house.rooms.join(alice, id, {});
    assert.ok(ticket);
    assert.deepEqual([seen.participantCount, seen.waitingCount], [1, 1]);
  });
});

describe('a room token', () => {
  it('is good for nothing once its seat is given up, even when it is taken again', async () => {
    const { id } = await room();
    const { ticket } = await house.rooms.join(bob, id, {});
    const token = ticket?.token.reveal() ?? '';
    await house.rooms.leave(bob, id);
    await assert.rejects(house.rooms.tickets.verify(token), refusal('room_token_invalid'));
    await house.rooms.join(bob, id, {});
    await assert.rejects(house.rooms.tickets.verify(token), refusal('room_token_invalid'));
  });

  it('expires, and cannot be made up', async () => {
    const { id } = await room();
    const { ticket } = await house.rooms.join(bob, id, {});
    const token = ticket?.token.reveal() ?? '';
    house.presence.attach('default', 'bob', 'con_1');
    house.clock.advance(301_000);
    for (const bad of [token, `${token}x`, '', 'a.b.c']) {
      await assert.rejects(house.rooms.tickets.verify(bad), refusal('room_token_invalid'));
    }
  });

  it('is of a type and for an audience of its own, even if we had signed the rest', async () => {
    const { id } = await room();
    const { participant } = await house.rooms.join(bob, id, {});
    const { org, seating } = participant;
    const claims = { org, room: id, participant: participant.id, role: 'moderator', seating };
    const { id: kid, key } = house.identity.signingKeys.current();
    const iat = Math.floor(house.clock.nowMs() / 1000);
    const sealed = (typ: string, aud: string) => {
      const times = { iat, exp: iat + 300 };
      const payload = { ...claims, ...times, iss: 'urn:sge:test', aud, sub: 'x', jti: 'tok_0' };
      const [head, body] = [{ alg: 'EdDSA', typ, kid }, payload].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const input = `${head}.${body}`;
      return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
    };
    const verify = (token: string) => house.rooms.tickets.verify(token);
    assert.equal((await verify(sealed('room+jwt', 'sge-room'))).role, 'participant');
    for (const [typ, aud] of [
      ['JWT', 'sge-room'],
      ['room+jwt', 'sge-voip'],
    ] as const) {
      await assert.rejects(verify(sealed(typ, aud)), refusal('room_token_invalid'));
    }
  });

  it('is no access token, nor is an access token one of it', async () => {
    const { id } = await room();
    const { ticket } = await house.rooms.join(bob, id, {});
    assert.ok(ticket);
    const shown = { kind: 'bearer', token: ticket.token } as const;
    const { authenticator, tokens } = house.identity;
    await assert.rejects(authenticator.authenticate(shown), refusal('unauthenticated'));
    const given = await tokens.giveAsOperator(systemScope('default'), { userId: 'alice' });
    const access = house.rooms.tickets.verify(given.token.reveal());
    await assert.rejects(access, refusal('room_token_invalid'));
  });
});
