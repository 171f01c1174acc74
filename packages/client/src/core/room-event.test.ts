import assert from 'node:assert/strict';
import test from 'node:test';
import type { DomainEvent } from '@sky-genesis/protocol';
import { parseRoomEvent } from './room-event.ts';

const at = '2026-01-31T09:30:00.000Z';
const roomId = 'room_06h0eaz655yr97788nye5fprq8';
const participantId = 'part_06h0eaz656e0qv4a6e3x1tb5m4';

function event(channel: string, type: string, data: DomainEvent['data']): DomainEvent {
  const facts = { id: 'evt_1', position: 1, seq: 1, actor: 'user:anna', source: 'http' };
  return { ...facts, channel, type, data, created_at: at };
}

const participant = {
  id: participantId,
  room_id: roomId,
  user_id: 'ben',
  kind: 'webrtc',
  role: 'participant',
  status: 'left',
  muted: { audio: false, video: false, screen: false },
  hand_raised_at: null,
  joined_at: at,
  left_at: at,
  created_at: at,
  updated_at: at,
};

test('whom it is about and why are read, with an empty name where the event tells none', () => {
  const data = { participant, reason: 'lost' };
  const read = parseRoomEvent(event(`room:${roomId}`, 'room.participant_left', data));
  assert.equal(read?.roomId, roomId);
  assert.equal(read?.participant?.status, 'left');
  assert.equal(read?.participant?.display_name, '');
  assert.equal(read?.reason, 'lost');
  assert.equal(read?.message, undefined);
});

test('why a phone was not reached is read', () => {
  const data = { participant, end_reason: 'busy' };
  const read = parseRoomEvent(event(`room:${roomId}`, 'room.participant_not_reached', data));
  assert.equal(read?.ringEnd, 'busy');
});

test('those who are invited are named', () => {
  const data = { user_ids: ['ben', 'cleo'] };
  const read = parseRoomEvent(event(`room:${roomId}`, 'room.invited', data));
  assert.deepEqual(read?.invited, ['ben', 'cleo']);
});

test('a message is read', () => {
  const message = {
    id: 'msg_1',
    room_id: roomId,
    seq: 4,
    participant_id: participantId,
    user_id: 'ben',
    display_name: 'Ben',
    message: 'Bonjour',
    created_at: at,
  };
  const read = parseRoomEvent(event(`room:${roomId}`, 'room.message', { message }));
  assert.equal(read?.message?.message, 'Bonjour');
});

test('what a newer server has changed is left out, not guessed', () => {
  const data = { room: { id: 7 }, participant: { ...participant, status: 'levitating' } };
  const read = parseRoomEvent(event(`room:${roomId}`, 'room.updated', data));
  assert.equal(read?.room, undefined);
  assert.equal(read?.participant, undefined);
});

test('events of other channels are none of it', () => {
  assert.equal(parseRoomEvent(event('call:1', 'call.ended', {})), undefined);
  assert.equal(parseRoomEvent(event('user:ben', 'user.renamed', {})), undefined);
});
