import assert from 'node:assert/strict';
import test from 'node:test';
import type { Signal } from '@sky-genesis/protocol';
import { SignalInbox } from './signal-inbox.ts';

const signal = (seq: number): Signal => ({
  seq,
  id: `sig_${seq}`,
  call_id: `call_${'0'.repeat(26)}`,
  from_user: 'a',
  to_user: null,
  message_type: 'mute',
  payload: null,
  created_at: '2026-01-31T09:30:00.000Z',
});

function inbox() {
  const heard: number[] = [];
  return { heard, box: new SignalInbox(({ seq }) => heard.push(seq)) };
}

test('a message that comes twice is delivered once', () => {
  const { heard, box } = inbox();
  for (const seq of [1, 2, 2, 1, 3]) box.hear(signal(seq));
  assert.deepEqual(heard, [1, 2, 3]);
});

test('messages that come while the mailbox is read are delivered after its own', () => {
  const { heard, box } = inbox();
  box.hear(signal(1));
  box.hold();
  box.hear(signal(4));
  assert.deepEqual(heard, [1]);
  box.release([signal(2), signal(3), signal(4)]);
  assert.deepEqual(heard, [1, 2, 3, 4]);
});

test('a mailbox that could not be read holds nothing back', () => {
  const { heard, box } = inbox();
  box.hold();
  box.hear(signal(7));
  box.release();
  assert.deepEqual(heard, [7]);
  assert.equal(box.position, 7);
});
