import assert from 'node:assert/strict';
import test from 'node:test';
import { InTurn } from './in-turn.ts';

test('tasks begin in the order in which they were given, each when the one before is done', async () => {
  const turns = new InTurn();
  const first = Promise.withResolvers<void>();
  const begun: number[] = [];
  const done = [
    turns.run(() => {
      begun.push(1);
      return first.promise;
    }),
    turns.run(() => {
      begun.push(2);
      return Promise.resolve();
    }),
  ];
  await Promise.resolve();
  assert.deepEqual(begun, [1]);
  first.resolve();
  await Promise.all(done);
  assert.deepEqual(begun, [1, 2]);
});

test('a task that fails tells its own caller, and the next has its turn', async () => {
  const turns = new InTurn();
  const failed = turns.run(() => Promise.reject(new Error('refused')));
  const next = turns.run(() => Promise.resolve('done'));
  await assert.rejects(failed, /refused/);
  assert.equal(await next, 'done');
});
