import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Beside the packages, so that their names resolve as they do for who installs them. */
const folder = fileURLToPath(new URL('../../node_modules/.cache-blocks-', import.meta.url));

/**
 * Makes one script of a block that imports our packages: a function of the page's `token`, since a
 * block awaits at its top level.
 */
export async function bundle(source: string): Promise<string> {
  const importLine = /^\s*import .*$/gm;
  const imports = (source.match(importLine) ?? []).join('\n');
  const body = source.replace(importLine, '');
  const root = await mkdtemp(folder);
  const entry = join(root, 'block.js');
  await writeFile(entry, `${imports}\nexport default async ({ token }) => {\n${body}\n};\n`);
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'block' } },
  });
  await rm(root, { recursive: true });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('the block was not built');
  return `${first.output[0].code}\nawait block({ token });`;
}
