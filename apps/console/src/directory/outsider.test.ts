import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialable, isOutsider, outsiderName } from './outsider.ts';

const trunk = 'trunk:trunk_1';
const called = (metadata: Readonly<Record<string, unknown>>) => ({ caller_id: trunk, metadata });

test('who calls in over a trunk is shown by name, else by number, as their system tells', () => {
  const facts = called({ caller_number: '2001', caller_name: 'Reception' });
  assert.equal(outsiderName(trunk, facts), 'Reception');
  assert.equal(outsiderName(trunk, called({ caller_number: '2001' })), '2001');
  assert.equal(outsiderName(trunk, called({ caller_name: 7 })), null);
  assert.equal(outsiderName(trunk), null);
  assert.equal(dialable(trunk, facts), '2001');
  assert.equal(dialable(trunk, called({})), null);
});

test('what a call tells of its caller is not told of others in it', () => {
  const facts = called({ caller_number: '2001', caller_name: 'Reception' });
  assert.equal(outsiderName('trunk:trunk_2', facts), null);
  assert.equal(dialable('ext:leg_1', facts), null);
});

test('numbers and addresses are shown without what only machines need, and dialled as they are', () => {
  assert.equal(outsiderName('tel:+33123456789;ext=2'), '+33123456789');
  assert.equal(outsiderName('sip:2001@127.0.0.1:5062;transport=tcp'), '2001');
  assert.equal(outsiderName('sip:bob@example.org'), 'bob@example.org');
  assert.equal(dialable('sip:bob@example.org'), 'sip:bob@example.org');
});

test('users are no outsiders', () => {
  assert.deepEqual(['amelie', '4711', 'tel'].map(isOutsider), [false, false, false]);
  assert.equal(dialable('amelie'), 'amelie');
});
