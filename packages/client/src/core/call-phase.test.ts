import assert from 'node:assert/strict';
import test from 'node:test';
import type { CallStatus } from '@sky-genesis/protocol';
import { phaseOf } from './call-phase.ts';

const statuses: readonly CallStatus[] = ['initiating', 'ringing', 'connected', 'on_hold', 'ended'];
const outgoing = { ended: false, direction: 'outgoing', joined: true, media: 'none' } as const;
const incoming = { ended: false, direction: 'incoming', joined: false, media: 'none' } as const;

test('an outgoing call dials, rings, connects, is held and ends', () => {
  const phases = statuses.map((status) => phaseOf({ ...outgoing, status }));
  assert.deepEqual(phases, ['dialing', 'ringing', 'connecting', 'on_hold', 'ended']);
});

test('an incoming call rings here until it is accepted here, whatever others do', () => {
  const phases = statuses.map((status) => phaseOf({ ...incoming, status }));
  assert.deepEqual(phases, ['ringing', 'ringing', 'ringing', 'ringing', 'ended']);
});

test('an accepted call connects until media flow', () => {
  const accepted = { ...incoming, joined: true };
  assert.equal(phaseOf({ ...accepted, status: 'ringing' }), 'connecting');
  assert.equal(phaseOf({ ...accepted, status: 'connected' }), 'connecting');
  assert.equal(phaseOf({ ...accepted, status: 'connected', media: 'up' }), 'connected');
});

test('lost media reconnect, on hold too', () => {
  assert.equal(phaseOf({ ...outgoing, status: 'connected', media: 'lost' }), 'reconnecting');
  assert.equal(phaseOf({ ...outgoing, status: 'on_hold', media: 'lost' }), 'reconnecting');
});

test('a call that is over for this device has ended though it goes on elsewhere', () => {
  assert.equal(phaseOf({ ...incoming, status: 'connected', ended: true }), 'ended');
});
