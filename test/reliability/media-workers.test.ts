import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { ask, takeSeat } from '../media/room-client.ts';
import { type Product, startProduct } from '../peers/product.ts';

const offer = readFileSync(
  new URL('../../packages/sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);
const patienceMs = 20_000;
/** `CRASHES=50` for the long run. */
const CRASHES = Number(process.env.CRASHES ?? 1);

describe('the media workers of a server', () => {
  const products: Product[] = [];
  after(async () => {
    for (const product of products) {
      await product.kill();
      rmSync(dirname(product.dataFolder), { recursive: true, force: true });
    }
  });

  /** A server with somebody in a room, and the processes that its media take. */
  async function serving(): Promise<{
    product: Product;
    workers: readonly number[];
    room: string;
  }> {
    const product = await startProduct({ env: { SGE_MEDIA_HOST: '127.0.0.1' } });
    products.push(product);
    assert.deepEqual(await childrenOf(product.pid), [], 'no media, no workers');
    const made = await ask(product, 'anna', 'POST', '/rooms', { name: 'Studio' });
    const room = String(made.body.id);
    const { token } = await takeSeat(product, 'anna', room);
    const answer = await fetch(`${product.url}/api/v1/voip/rooms/${room}/whip`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' },
      body: offer,
    });
    assert.equal(answer.status, 201);
    const workers = await childrenOf(product.pid);
    assert.ok(workers.length > 0);
    return { product, workers, room };
  }

  async function readiness(product: Product): Promise<unknown> {
    const answer = await fetch(`${product.url}/health/ready`);
    const health: unknown = await answer.json();
    assert.ok(typeof health === 'object' && health !== null && 'checks' in health);
    return health.checks;
  }

  test('end with it when it is killed', async () => {
    const { product, workers } = await serving();
    assert.deepEqual(await readiness(product), { storage: 'ok', media: 'ok' });
    await product.kill();
    await gone(workers);
  });

  test('end with it when it is stopped, and it ends', async () => {
    const { product, workers } = await serving();
    await product.stop();
    await gone(workers);
  });

  test('are replaced when they are killed, however often, and the server stays ready', async () => {
    const { product, workers } = await serving();
    for (let crash = 0, running = workers; crash < CRASHES; crash += 1) {
      for (const pid of running) process.kill(pid, 'SIGKILL');
      await gone(running);
      await until(async () => (await childrenOf(product.pid)).length === workers.length);
      running = await childrenOf(product.pid);
      assert.deepEqual(await readiness(product), { storage: 'ok', media: 'ok' });
    }
  });
});

/** Processes started by `pid` that still run. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.split(' ').filter(Boolean).map(Number).filter(runs);
}

async function gone(pids: readonly number[]): Promise<void> {
  await until(async () => pids.every((pid) => !runs(pid)));
}

function runs(pid: number): boolean {
  try {
    // A process that nobody waits for any more is over.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(patienceMs);
  while (!(await holds())) {
    limit.throwIfAborted();
    await later(50);
  }
}
