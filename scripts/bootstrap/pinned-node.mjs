import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, stop } from './messages.mjs';
import { root } from './repository.mjs';

/**
 * The path of the Node binary that the lock pins (an npm package that contains it). Where no pinned
 * binary exists for a platform, a running Node of the same major version serves instead.
 */
export function pinnedNode() {
  const platform = `${process.platform}-${process.arch}`;
  const binary = join(root, 'node_modules', `node-${platform}`, 'bin/node');
  if (existsSync(binary)) return binary;
  if (process.versions.node.startsWith('24.')) {
    say(`no pinned Node for ${platform}; running on this Node ${process.versions.node}.`);
    return process.execPath;
  }
  return stop(
    `no Node 24 binary fits this machine (${platform}): the pinned ones are linux-x64 and linux-arm64. ` +
      'Run npm with Node 24 here, or install without --omit=optional.',
  );
}
