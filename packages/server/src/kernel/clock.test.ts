import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from './clock.ts';

it('tells the time of the machine in milliseconds', () => {
  const before = Date.now();
  const now = systemClock.nowMs();
  assert.ok(now >= before && now <= Date.now());
});

it('runs no task early, by its own time', async () => {
  const alive = setInterval(() => undefined, 1_000);
  const early = await Promise.all(
    Array.from({ length: 500 }, async (_, n) => {
      const waitMs = 5 + (n % 50);
      await new Promise((resolve) => setTimeout(resolve, n));
      const beforeMs = systemClock.nowMs();
      await new Promise<void>((resolve) => systemClock.schedule(waitMs, resolve));
      return systemClock.nowMs() - beforeMs < waitMs;
    }),
  );
  clearInterval(alive);
  assert.equal(early.filter(Boolean).length, 0);
});

it('runs a task once, in the order of the delays', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    // A pending task does not keep the process alive: this does.
    const alive = setInterval(() => undefined, 1_000);
    systemClock.schedule(20, () => {
      order.push('later');
      clearInterval(alive);
      resolve();
    });
    systemClock.schedule(1, () => order.push('sooner'));
    const cancel = systemClock.schedule(2, () => order.push('never'));
    cancel();
    cancel();
  });
  assert.deepEqual(order, ['sooner', 'later']);
});
