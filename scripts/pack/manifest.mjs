import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, string>} exports sub-path to source file, as the source tree runs it
 * @property {Record<string, string>} [dependencies]
 */

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/**
 * The manifest as it is published: its exports lead to built files, and what only serves work in
 * this repository is left out.
 *
 * @param {Manifest} manifest
 */
export function publishedManifest(manifest) {
  const published = { ...manifest, scripts: undefined, devDependencies: undefined };
  const exports = Object.entries(manifest.exports).map(([path, source]) => [
    path,
    builtFiles(source),
  ]);
  return { ...published, exports: Object.fromEntries(exports) };
}

/** @param {string} source for example ./src/core/index.ts */
function builtFiles(source) {
  const built = source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '');
  return { types: `${built}.d.ts`, default: `${built}.js` };
}
