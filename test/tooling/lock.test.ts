import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../scripts/bootstrap/repository.mjs';

const text = readFileSync(join(root, 'package-lock.json'), 'utf8');

test('the lock names no registry', () => {
  assert.doesNotMatch(text, /"resolved": "(?:https?|git)/);
});

test('the lock has an entry for every optional dependency, whatever platform it is for', () => {
  // npm leaves one out where it cannot fetch it, and npm 11 then refuses its own lock on `npm ci`.
  const packages = members(members(JSON.parse(text)).get('packages'));
  const missing: string[] = [];
  for (const [path, entry] of packages)
    for (const [name, version] of members(members(entry).get('optionalDependencies')))
      if (lockedVersion(packages, path, name) !== version && /^\d/.test(String(version)))
        missing.push(`${name}@${version} of ${path}`);
  assert.deepEqual(missing, []);
});

/** The version that `name` has for the package at `path`: its own copy, or the nearest one above it. */
function lockedVersion(
  packages: ReadonlyMap<string, unknown>,
  path: string,
  name: string,
): unknown {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const entry = packages.get(`${at === '' ? '' : `${at}/`}node_modules/${name}`);
    if (entry !== undefined) return members(entry).get('version');
    if (at === '') return undefined;
  }
}

function members(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
