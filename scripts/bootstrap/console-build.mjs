import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentStamp, stampMatches, writeStamp } from './content-stamp.mjs';
import { say, stop } from './messages.mjs';
import { root } from './repository.mjs';

const folder = join(root, 'apps/console');
const stampFile = join(folder, 'dist/.build-stamp');

/** Everything whose bytes the built console depends on. */
function inputs() {
  const notSource = new Set(['dist', 'node_modules', '.cache']);
  const own = readdirSync(folder).filter((name) => !notSource.has(name));
  return [
    ...own.sort().map((name) => `apps/console/${name}`),
    ...['client', 'protocol', 'sdp'].flatMap((name) => [
      `packages/${name}/package.json`,
      `packages/${name}/src`,
    ]),
    'package-lock.json',
  ];
}

/**
 * Builds apps/console into apps/console/dist, unless the build there is of the same inputs.
 *
 * @param {string} node the Node binary to build with
 */
export function buildConsole(node) {
  const stamp = contentStamp(root, inputs());
  if (existsSync(join(folder, 'dist/index.html')) && stampMatches(stampFile, stamp)) return;
  say('building the console …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const result = spawnSync(node, [vite, 'build', '--logLevel', 'error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (result.error) stop(`${node} does not run on this machine: ${result.error.message}`);
  if (result.status !== 0) stop('the console could not be built; the report stands above.');
  writeStamp(stampFile, stamp);
}
