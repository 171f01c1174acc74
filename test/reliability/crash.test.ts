import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { member } from '../docs/http-block.ts';
import { needs } from '../peers/needs.ts';
import { startPostgres } from '../peers/postgres.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { type Acknowledged, loadUntilGone } from './acknowledged.ts';

/** `CRASHES=50` for the long run. */
const CRASHES = Number(process.env.CRASHES ?? 3);
const LANES = 6;
/** Generous limits, so that it is the power cut that ends the load. */
const LIMITS = { SGE_RATE_LIMIT_USER: '100000', SGE_CALL_LIMIT_PER_USER: '100000' };

test('nothing acknowledged is lost when the server is killed under load', async () => {
  await crashAndCount(LIMITS);
});

test('nor on PostgreSQL', needs('postgresql'), async () => {
  const postgres = await startPostgres();
  await crashAndCount({ ...LIMITS, SGE_DATABASE_URL: postgres.url });
  await postgres.stop();
});

async function crashAndCount(env: Readonly<Record<string, string>>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sge-crash-'));
  const acknowledged: Acknowledged = { calls: new Map() };
  for (let crash = 0; crash < CRASHES; crash += 1) {
    const product = await startProduct({ folder, env });
    const tokens = await Promise.all([product.token('alice'), product.token('bob')]);
    const before = acknowledged.calls.size;
    const load = Array.from({ length: LANES }, () =>
      loadUntilGone(product.url, tokens[0], 'bob', acknowledged),
    );
    await killAfter(product, () => acknowledged.calls.size - before >= 40 + crash * 13);
    await Promise.all(load);
    assert.ok(acknowledged.calls.size > before, 'there was no load');
  }
  const survivor = await startProduct({ folder, env });
  await assertAllThere(survivor, acknowledged);
  assert.match(await survivor.sge('audit', 'verify'), /intact/);
  await survivor.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Kills the moment `due` holds, in the middle of whatever the lanes are doing. */
async function killAfter(product: Product, due: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watch = setInterval(() => {
    if (due()) resolve();
  }, 1);
  await promise;
  clearInterval(watch);
  await product.kill();
}

async function assertAllThere(product: Product, acknowledged: Acknowledged): Promise<void> {
  const token = await product.token('alice');
  const bob = await product.token('bob');
  for (const [id, { ended, signals }] of acknowledged.calls) {
    const call = await get(product, token, `/${id}`);
    assert.equal(member(call, 'id'), id);
    if (ended) assert.equal(member(call, 'status'), 'ended', id);
    const log = await get(product, token, `/${id}/events`);
    assert.ok(JSON.stringify(log).includes('call.created'), id);
    // An ended call keeps no mailbox; an active one keeps all of it.
    if (member(call, 'status') !== 'ended') {
      const mailbox = member(await get(product, bob, `/${id}/signaling`), 'data');
      assert.ok(Array.isArray(mailbox) && mailbox.length >= signals, id);
    }
  }
}

async function get(product: Product, token: string, path: string): Promise<unknown> {
  const response = await fetch(`${product.url}/api/v1/voip/calls${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(response.status, 200, path);
  return response.json();
}
