import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { G722Encoder } from '@sky-genesis/rtp';
import { Recordings } from './recordings.ts';

const SECOND = 16_000;

test('a file of G.722 is what was encoded in it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'recordings-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tone.g722');
  const tone = Int16Array.from({ length: SECOND }, (_, i) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 700 * i) / SECOND)),
  );
  const octets = new Uint8Array(SECOND / 2);
  new G722Encoder().encode(tone, octets);
  await writeFile(file, octets);
  const samples = await new Recordings().read(file);
  assert.equal(samples.length, SECOND);
  // Both filters of the codec together are 22 samples late.
  let [together, alone] = [0, 0];
  for (let i = 1000; i < SECOND - 22; i += 1) {
    const [was, is] = [tone[i] ?? 0, samples[i + 22] ?? 0];
    together += was * is;
    alone += was * was;
  }
  assert.ok(Math.abs(together / alone - 1) < 0.02, String(together / alone));
});

test('a file that is not there is refused', async () => {
  await assert.rejects(new Recordings().read('/nowhere/none.g722'), { code: 'sound_refused' });
});
