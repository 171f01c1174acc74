import assert from 'node:assert/strict';
import test from 'node:test';
import type { DomainEvent } from '@sky-genesis/protocol';
import { ChannelLog } from './channel-log.ts';

const event = (seq: number, channel = 'call:1'): DomainEvent => ({
  id: `evt_${seq}`,
  position: seq,
  channel,
  seq,
  type: 'call.held',
  data: {},
  actor: 'user:a',
  source: 'http',
  created_at: '2026-01-31T09:30:00.000Z',
});
const seqs = (events: readonly DomainEvent[]) => events.map(({ seq }) => seq);

test('an event that has been told is not told again', () => {
  const log = new ChannelLog();
  log.begin('e1', { 'call:1': 4 });
  assert.equal(log.accept(event(4)), false);
  assert.equal(log.accept(event(5)), true);
  assert.equal(log.accept(event(5)), false);
});

test('numbers may be missing: messages for others take some', () => {
  const log = new ChannelLog();
  log.begin('e1', { 'call:1': 4 });
  assert.equal(log.accept(event(9)), true);
  assert.equal(log.accept(event(8)), false);
});

test('a first connection has nothing to resume', () => {
  const log = new ChannelLog();
  assert.equal(log.started, false);
  assert.equal(log.begin('e1', { 'call:1': 4 }), undefined);
  assert.equal(log.started, true);
});

test('while a channel is resumed its events wait, then come in order and once', () => {
  const log = new ChannelLog();
  log.begin('e1', { 'call:1': 4 });
  log.accept(event(5));
  const point = log.begin('e1', { 'call:1': 8, 'call:2': 1 });
  assert.deepEqual(point, { epoch: 'e1', positions: { 'call:1': 5 } });
  for (const seq of [9, 6, 7, 8, 9]) assert.equal(log.accept(event(seq)), false);
  assert.deepEqual(seqs(log.resumed('call:1')), [6, 7, 8, 9]);
  assert.equal(log.accept(event(10)), true);
});

test('a channel that is new on the connection is followed from where it is', () => {
  const log = new ChannelLog();
  log.begin('e1', {});
  log.begin('e1', { 'call:2': 3 });
  assert.equal(log.accept(event(3, 'call:2')), false);
  assert.equal(log.accept(event(4, 'call:2')), true);
});

test('another epoch starts from its own numbers but asks with the former ones', () => {
  const log = new ChannelLog();
  log.begin('e1', { 'call:1': 40 });
  assert.deepEqual(log.begin('e2', { 'call:1': 2 }), { epoch: 'e1', positions: { 'call:1': 40 } });
  log.accept(event(3));
  assert.deepEqual(seqs(log.resumed('call:1')), [3]);
});

test('a connection that breaks while resuming loses nothing', () => {
  const log = new ChannelLog();
  log.begin('e1', { 'call:1': 4 });
  log.begin('e1', { 'call:1': 6 });
  log.accept(event(7));
  const point = log.begin('e1', { 'call:1': 7 });
  assert.deepEqual(point?.positions, { 'call:1': 4 });
});
