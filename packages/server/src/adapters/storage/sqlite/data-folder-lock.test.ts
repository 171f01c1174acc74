import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FolderInUse, lockDataFolder } from './data-folder-lock.ts';

test('a data folder serves one server at a time', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sge-lock-')), 'data');
  const first = lockDataFolder(folder);
  assert.throws(() => lockDataFolder(folder), FolderInUse);
  first.release();
  lockDataFolder(folder).release();
});
