import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Secret } from '../../kernel/index.ts';
import { openLogFiles } from './file-logger.ts';

test('lines are JSON with level, time and the logger’s own fields, each in its file', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sge-log-')), 'logs');
  const files = openLogFiles({ folder, level: 'info' });
  files.api.with({ area: 'voip', call: 'call_1' }).info({ user: 'alice' }, 'call ringing');
  files.api.debug({}, 'too fine');
  files.websocket.warn({ error: new Error('gone') }, 'cut');
  files.close();

  const [line, ...others] = readFileSync(join(folder, 'api.log'), 'utf8').trim().split('\n');
  const entry = JSON.parse(line ?? '');
  assert.equal(others.length, 0);
  assert.equal(entry.level, 'info');
  assert.equal(entry.area, 'voip');
  assert.equal(entry.user, 'alice');
  assert.equal(entry.msg, 'call ringing');
  assert.ok(!Number.isNaN(Date.parse(entry.time)));
  const websocket = JSON.parse(readFileSync(join(folder, 'websocket.log'), 'utf8'));
  assert.match(websocket.error.stack, /gone/);
  assert.equal(statSync(join(folder, 'api.log')).mode & 0o007, 0);
});

test('a secret among the fields is written as a mark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sge-log-'));
  const files = openLogFiles({ folder, level: 'debug' });
  const secret = new Secret('hunter2');
  files.api.error({ error: new Error(`no such key: ${secret}`) }, `signed in with ${secret}`);
  files.close();
  const text = readFileSync(join(folder, 'api.log'), 'utf8');
  assert.ok(!text.includes('hunter2'));
  assert.match(text, /\[secret\]/);
});

test('a line’s own field takes the place of its logger’s: no key stands there twice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sge-log-'));
  const files = openLogFiles({ folder, level: 'info' });
  const ws = files.websocket.with({ area: 'ws' }).with({ org: 'default' });
  ws.info({ area: 'voip' }, 'signal');
  files.close();
  const line = readFileSync(join(folder, 'websocket.log'), 'utf8');
  assert.deepEqual(line.match(/"area":"\w+"/g), ['"area":"voip"']);
  assert.match(line, /"org":"default"/);
});
