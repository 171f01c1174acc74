import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { loadConfig } from '../config/index.ts';
import { doctor } from './doctor.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sge-doctor-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function report(environment: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const base = { SGE_DATA_DIR: folder, SGE_HTTP_PORT: '0', SGE_MEDIA_HOST: '127.0.0.1' };
  const print = {
    line: (text: string) => lines.push(text),
    error: (text: string) => lines.push(text),
  };
  const code = await doctor(loadConfig({ ...base, SGE_MEDIA_WORKERS: '1', ...environment }), print);
  return { code, text: lines.join('\n') };
}

it('says where rooms are reached, and hints that private addresses are not from outside', async () => {
  const here = await report({ SGE_MEDIA_PORTS: '43000-43999' });
  assert.equal(here.code, 0, here.text);
  assert.match(
    here.text,
    /^ok +rooms are reached at UDP ports 43\d\d\d to 43\d\d\d at 127\.0\.0\.1$/m,
  );
  assert.doesNotMatch(here.text, /SGE_MEDIA_ANNOUNCED_ADDRESS/);
  const site = { SGE_MEDIA_PORTS: '43000-43999', SGE_PUBLIC_URL: 'https://voip.example.com' };
  assert.match((await report(site)).text, /^hint +SGE_MEDIA_ANNOUNCED_ADDRESS/m);
  const announced = await report({ ...site, SGE_MEDIA_ANNOUNCED_ADDRESS: '203.0.113.7' });
  assert.doesNotMatch(announced.text, /^hint +SGE_MEDIA_ANNOUNCED_ADDRESS/m);
});

it('finds that the media ports are taken', async (t) => {
  const taken = createSocket('udp4');
  t.after(() => taken.close());
  taken.bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address();
  const { code, text } = await report({
    SGE_MEDIA_PORTS: `${port - 1}-${port}`,
    SGE_MEDIA_WORKERS: '2',
  });
  assert.equal(code, 1);
  assert.match(text, /^problem +SGE_MEDIA_PORTS/m);
});
