import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../apps/console', import.meta.url));
const ENTRY = 'virtual:block';

/**
 * Makes one script of a block that imports our packages. The block's own free names stay free, so
 * that the page can give them.
 */
export async function bundle(source: string): Promise<string> {
  const importLine = /^\s*import .*$/gm;
  const imports = (source.match(importLine) ?? []).join('\n');
  const body = source.replace(importLine, '');
  // The block awaits at its top level and ends with the page's values in scope: a function of them.
  const entry = `${imports}\nexport default async ({ token }) => {\n${body}\n};`;
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'block',
        resolveId: (id) => (id === ENTRY ? ENTRY : null),
        load: (id) => (id === ENTRY ? entry : null),
      },
    ],
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'block' } },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('the block was not built');
  const [chunk] = first.output;
  return `${chunk.code}\nawait block({ token });`;
}
