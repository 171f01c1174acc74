import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KeyedQueue } from './keyed-queue.ts';

it('runs tasks of one key one after the other, in the order of asking', async () => {
  const queue = new KeyedQueue();
  const gate = Promise.withResolvers<void>();
  const steps: string[] = [];
  const task = (name: string, wait: Promise<void>) => async () => {
    steps.push(`${name} begins`);
    await wait;
    steps.push(`${name} ends`);
    return name;
  };
  const all = Promise.all([
    queue.run('k', task('first', gate.promise)),
    queue.run('k', task('second', Promise.resolve())),
    queue.run('k', task('third', Promise.resolve())),
  ]);
  gate.resolve();
  assert.deepEqual(await all, ['first', 'second', 'third']);
  assert.deepEqual(steps, [
    ...['first begins', 'first ends', 'second begins', 'second ends'],
    ...['third begins', 'third ends'],
  ]);
});

it('runs tasks of different keys side by side', async () => {
  const queue = new KeyedQueue();
  const never = Promise.withResolvers<void>();
  const stuck = queue.run('a', () => never.promise);
  assert.equal(await queue.run('b', async () => 'done'), 'done');
  never.resolve();
  await stuck;
});

it('goes on after a task that fails, and gives its failure to the one who asked', async () => {
  const queue = new KeyedQueue();
  const failing = queue.run('k', async () => {
    throw new Error('broken');
  });
  const next = queue.run('k', async () => 'next');
  await assert.rejects(failing, /broken/);
  assert.equal(await next, 'next');
});

it('forgets a key when its last task has ended', async () => {
  const queue = new KeyedQueue();
  const tasks = [1, 2, 3].map((value) => queue.run('k', async () => value));
  const failing = queue.run('f', async () => {
    throw new Error('broken');
  });
  assert.equal(queue.size, 2);
  await Promise.allSettled([...tasks, failing]);
  await Promise.resolve();
  assert.equal(queue.size, 0);
});
