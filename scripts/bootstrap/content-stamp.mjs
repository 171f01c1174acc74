import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A SHA-256 (hex) over the names and bytes of files and of everything below folders. Contents, not
 * times: a checkout or a copy touches every mtime and changes nothing. A missing path counts as empty.
 *
 * @param {string} base
 * @param {readonly string[]} paths relative to `base`
 */
export function contentStamp(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, base, path);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} base
 * @param {string} path
 */
function addTo(hash, base, path) {
  const stats = statSync(join(base, path), { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.isDirectory()) {
    for (const name of readdirSync(join(base, path)).sort()) addTo(hash, base, `${path}/${name}`);
    return;
  }
  hash.update(`${path}\0${stats.size}\0`).update(readFileSync(join(base, path)));
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function stampMatches(file, stamp) {
  try {
    return readFileSync(file, 'utf8').trim() === stamp;
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  writeFileSync(file, `${stamp}\n`);
}
