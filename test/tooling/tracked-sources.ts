import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/bootstrap/repository.mjs';

/** Every TypeScript or JavaScript file that git knows of, whatever folder it lies in. */
export function trackedSources(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listed
    .split('\0')
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && existsSync(join(root, path)));
}
