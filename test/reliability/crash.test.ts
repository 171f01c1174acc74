import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { member } from '../docs/http-block.ts';
import { needs } from '../peers/needs.ts';
import { startPostgres } from '../peers/postgres.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { type Acknowledged, loadUntilGone } from './acknowledged.ts';

/** `CRASHES=50` for the long run. */
const CRASHES = Number(process.env.CRASHES ?? 3);
const LANES = 6;
/** Generous limits, so that it is the power cut that ends the load. */
const LIMITS = {
  SGE_RATE_LIMIT_USER: '100000',
  SGE_CALL_LIMIT_PER_USER: '100000',
  SGE_ROOM_LIMIT_PER_USER: '100000',
  SGE_ROOM_GHOST_S: '2',
};

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
  const acknowledged: Acknowledged = { calls: new Map(), rooms: new Map() };
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
  await assertRoomsThere(survivor, acknowledged);
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
    const call = await get(product, token, `/calls/${id}`);
    assert.equal(member(call, 'id'), id);
    if (ended) assert.equal(member(call, 'status'), 'ended', id);
    const log = await get(product, token, `/calls/${id}/events`);
    assert.ok(JSON.stringify(log).includes('call.created'), id);
    // An ended call keeps no mailbox; an active one keeps all of it.
    if (member(call, 'status') !== 'ended') {
      const mailbox = member(await get(product, bob, `/calls/${id}/signaling`), 'data');
      assert.ok(Array.isArray(mailbox) && mailbox.length >= signals, id);
    }
  }
}

async function assertRoomsThere(product: Product, { rooms }: Acknowledged): Promise<void> {
  const token = await product.token('alice');
  assert.ok([...rooms.values()].some(({ locked }) => locked));
  for (const [id, { locked, joined, messages }] of rooms) {
    await untilEmpty(product, token, id);
    const room = await get(product, token, `/rooms/${id}`);
    assert.deepEqual([member(room, 'name'), member(room, 'status')], ['Salle', 'open'], id);
    if (locked) assert.equal(member(room, 'locked'), true, id);
    const log = JSON.stringify(await get(product, token, `/rooms/${id}/events`));
    assert.equal(log.includes('room.participant_joined') || !joined, true, id);
    await post(product, token, `/rooms/${id}/join`);
    const said = JSON.stringify(await get(product, token, `/rooms/${id}/messages`));
    for (const message of messages) assert.ok(said.includes(message), id);
  }
}

/** Whoever sat there has gone with the server that was killed: the seat is given up by itself. */
async function untilEmpty(product: Product, token: string, id: string): Promise<void> {
  for (;;) {
    const room = await get(product, token, `/rooms/${id}`);
    if (member(room, 'participant_count') === 0) return;
    await delay(100);
  }
}

async function post(product: Product, token: string, path: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${product.url}/api/v1/voip${path}`, { method: 'POST', headers });
  assert.equal(response.status, 200, path);
}

async function get(product: Product, token: string, path: string): Promise<unknown> {
  const response = await fetch(`${product.url}/api/v1/voip${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(response.status, 200, path);
  return response.json();
}
