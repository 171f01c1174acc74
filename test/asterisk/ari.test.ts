import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { needs } from '../peers/needs.ts';
import { openPhoneHouse } from '../telephony/phone-house.ts';
import { startBusyPbx } from './busy-pbx.ts';

test('the server looks into a real Asterisk', needs('asterisk', 'baresip'), async (t) => {
  const asterisk = await startBusyPbx((end) => t.after(end));
  const house = await openPhoneHouse(t, {
    env: { SGE_ARI_URL: asterisk.ariUrl, SGE_ARI_PASSWORD: asterisk.ariPassword },
  });
  const health = await house.ask('GET', '/pbx');
  assert.partialDeepStrictEqual(health.body, { reachable: true, failure: null });
  const version = String(health.body.version);
  assert.ok((await asterisk.console('core show version')).startsWith(`Asterisk ${version} `));

  const channels = await house.ask('GET', '/pbx/channels');
  const echo = listOf(channels.body).find(({ name }) => name === 'PJSIP/2001-00000000');
  assert.partialDeepStrictEqual(echo, { state: 'Up', extension: '*43', application: 'Echo' });
  const [bridge] = listOf((await house.ask('GET', '/pbx/bridges')).body);
  assert.equal(Array.isArray(bridge?.channel_ids) && bridge.channel_ids.length, 2);
  const endpoints = await house.ask('GET', '/pbx/endpoints');
  assert.partialDeepStrictEqual(listOf(endpoints.body), [
    { technology: 'PJSIP', resource: '2001', state: 'online' },
    { technology: 'PJSIP', resource: 'sge', state: 'offline' },
  ]);

  await asterisk.stop();
  const gone = await house.ask('GET', '/pbx');
  assert.partialDeepStrictEqual(gone.body, { reachable: false, failure: 'unreachable' });
  assert.equal((await house.ask('GET', '/pbx/channels')).body.code, 'pbx_unavailable');
  await house.product.stop({ keep: true });
  const log = await readFile(join(house.product.logFolder, 'api.log'), 'utf8');
  assert.match(log, /the PBX answers over ARI.*the PBX cannot be asked over ARI/s);
  assert.ok(!log.includes(asterisk.ariPassword) && !log.includes('Reception'));
});

function listOf(body: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  return Array.isArray(body.data) ? body.data : [];
}
