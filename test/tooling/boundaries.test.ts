import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { root } from '../../scripts/bootstrap/repository.mjs';
import { checkBoundaries } from '../../scripts/checks/boundaries.ts';
import { readSourceTree } from '../../scripts/checks/source-tree.ts';
import { temporaryTree } from './temporary-tree.ts';
import { trackedSources } from './tracked-sources.ts';

const server = 'packages/server/src';

/** A small house in which every direction is kept. */
const house: Readonly<Record<string, string>> = {
  'package.json': '{"name":"root","devDependencies":{"fast-check":"1"}}',
  'packages/protocol/package.json': '{"name":"@x/protocol","exports":{".":"./src/index.ts"}}',
  'packages/protocol/src/index.ts': 'export const wire = 1;',
  'packages/sdp/package.json': '{"name":"@x/sdp","exports":{".":"./src/index.ts"}}',
  'packages/sdp/src/index.ts': 'export const sdp = 1;',
  'packages/client/package.json':
    '{"name":"@x/client","exports":{".":"./src/core/index.ts"},"dependencies":{"@x/protocol":"1"}}',
  'packages/client/src/core/index.ts': `export { wire } from '@x/protocol';`,
  'packages/server/package.json':
    '{"name":"@x/server","dependencies":{"@x/protocol":"1","@x/sdp":"1","fastify":"5"},"devDependencies":{"@types/ws":"8"}}',
  [`${server}/main.ts`]: `import './cli/index.ts';`,
  [`${server}/cli/index.ts`]: `import '../app.ts'; import '../config/index.ts';`,
  [`${server}/app.ts`]: `import './gateways/http/index.ts'; import './adapters/bus/index.ts';`,
  [`${server}/config/index.ts`]: `export const port = process.env.SGE_HTTP_PORT;`,
  [`${server}/kernel/index.ts`]: `import 'node:crypto';`,
  [`${server}/domain/calls/index.ts`]: `import '../../kernel/index.ts'; import '../users/index.ts';`,
  [`${server}/domain/calls/service.ts`]: `import './index.ts';`,
  [`${server}/domain/calls/service.test.ts`]: `import 'fast-check'; import '@x/protocol'; import '../../adapters/bus/index.ts';`,
  [`${server}/domain/users/index.ts`]: `import './user.ts';`,
  [`${server}/domain/users/user.ts`]: 'export const user = 1;',
  [`${server}/domain/signaling/index.ts`]: `import '@x/sdp';`,
  [`${server}/gateways/http/index.ts`]: `import '@x/protocol'; import 'fastify';`,
  [`${server}/gateways/ws/index.ts`]: `import '../../domain/calls/index.ts';`,
  [`${server}/gateways/agi/index.ts`]: '',
  [`${server}/gateways/wire/call-wire.ts`]: `import '@x/protocol'; import '../../domain/calls/index.ts';`,
  [`${server}/gateways/ws/frames.ts`]: `import '../wire/call-wire.ts';`,
  'apps/console/package.json': '{"name":"@x/console","dependencies":{"@x/client":"1"}}',
  'apps/console/vite.config.ts': `import 'node:fs';`,
  'apps/console/src/main.tsx': `import 'virtual:theme.css'; import '@x/client'; import './main.css';`,
  'apps/console/src/main.css': '',
  [`${server}/adapters/bus/index.ts`]: '',
  [`${server}/adapters/storage/sql/rows.ts`]: '',
  [`${server}/adapters/storage/sqlite/index.ts`]: `import '../sql/rows.ts';`,
  'test/calls.test.ts': `import '@x/client'; import 'fastify'; import '../packages/server/src/app.ts';`,
  'scripts/tool.mjs': 'process.env.CI;',
};

/** Each breaks one rule: the file it stands in, its text, what the check has to say of it. */
const forbidden: readonly (readonly [path: string, text: string, message: RegExp])[] = [
  [
    `${server}/kernel/index.ts`,
    `import '../domain/calls/index.ts';`,
    /kernel may not import domain/,
  ],
  [`${server}/kernel/index.ts`, `import '../config/index.ts';`, /kernel may not import config/],
  [
    `${server}/domain/calls/index.ts`,
    `import '../../gateways/ws/index.ts';`,
    /domain may not import gateways/,
  ],
  [
    `${server}/domain/calls/index.ts`,
    `import type {} from '../../adapters/bus/index.ts';`,
    /domain may not import adapters/,
  ],
  [`${server}/domain/calls/index.ts`, `import '@x/protocol';`, /domain may not import protocol/],
  [`${server}/domain/calls/index.ts`, `import '@x/sdp';`, /sdp is not for/],
  [`${server}/domain/calls/index.ts`, `import '../users/user.ts';`, /only through its index\.ts/],
  [
    `${server}/domain/calls/index.ts`,
    `export * from '../users/user.ts';`,
    /only through its index\.ts/,
  ],
  [
    `${server}/domain/calls/index.ts`,
    `type U = import('../users/user.ts').U;`,
    /only through its index\.ts/,
  ],
  [
    `${server}/domain/calls/index.ts`,
    `import '../../config/index.ts';`,
    /domain may not import config/,
  ],
  [
    `${server}/gateways/http/index.ts`,
    `import '../ws/index.ts';`,
    /gateways\/http may not import gateways\/ws/,
  ],
  [
    `${server}/gateways/http/index.ts`,
    `await import('../ws/index.ts');`,
    /gateways\/http may not import gateways\/ws/,
  ],
  [
    `${server}/gateways/http/index.ts`,
    `import '../../adapters/bus/index.ts';`,
    /gateways may not import adapters/,
  ],
  [`${server}/gateways/agi/index.ts`, `import '@x/protocol';`, /protocol is not for/],
  [`${server}/gateways/agi/index.ts`, `import '../wire/call-wire.ts';`, /wire is not for/],
  [
    `${server}/gateways/wire/call-wire.ts`,
    `import '../ws/index.ts';`,
    /wire may not import gateways/,
  ],
  [
    'apps/console/src/main.tsx',
    `import '../vite.config.ts';`,
    /console may not import console build/,
  ],
  [
    'apps/console/src/main.tsx',
    `import '../../../packages/server/src/app.ts';`,
    /console may not import app/,
  ],
  [
    `${server}/domain/calls/service.test.ts`,
    `import '../../../../client/src/core/index.ts';`,
    /by path out of its own package/,
  ],
  ['test/calls.test.ts', `import 'left-pad';`, /does not declare/],
  [
    `${server}/adapters/bus/index.ts`,
    `import '../storage/sql/rows.ts';`,
    /adapters\/bus may not import adapters\/storage/,
  ],
  [
    `${server}/adapters/bus/index.ts`,
    `import '../../gateways/ws/index.ts';`,
    /adapters may not import gateways/,
  ],
  [
    `${server}/adapters/bus/index.ts`,
    `new URL('../storage/sql/rows.ts', import.meta.url);`,
    /adapters\/bus may not import adapters\/storage/,
  ],
  [`${server}/cli/index.ts`, `import '../adapters/bus/index.ts';`, /cli may not import adapters/],
  [`${server}/cli/index.ts`, `import '../gateways/ws/index.ts';`, /cli may not import gateways/],
  [`${server}/main.ts`, `import './app.ts';`, /main may not import app/],
  [`${server}/app.ts`, `import './cli/index.ts';`, /app may not import cli/],
  [`${server}/app.ts`, `import './domain/calls/service.test.ts';`, /imports test code/],
  [`${server}/app.ts`, `process.env.HOME;`, /reads the environment/],
  [`${server}/app.ts`, `process['env'];`, /reads the environment/],
  [`${server}/app.ts`, `const { env } = process;`, /reads the environment/],
  [`${server}/app.ts`, `import { env } from 'node:process';`, /reads the environment/],
  [`${server}/app.ts`, `import other from 'node:process'; other.env;`, /reads the environment/],
  [`${server}/app.ts`, `globalThis.process.env;`, /reads the environment/],
  [`${server}/app.ts`, `const name = './x.ts'; await import(name);`, /no check can follow/],
  [
    `${server}/app.ts`,
    `import { createRequire } from 'node:module'; createRequire('.');`,
    /no check can follow/,
  ],
  [
    `${server}/app.ts`,
    `import 'left-pad';`,
    /left-pad, which packages\/server\/package\.json does not declare/,
  ],
  [`${server}/app.ts`, `import { a } from '@types/ws';`, /does not declare/],
  [`${server}/app.ts`, `import 'fast-check';`, /does not declare/],
  [`${server}/app.ts`, `import './nowhere.ts';`, /leads nowhere/],
  [`${server}/app.ts`, `import '@x/sdp/inner';`, /leads nowhere/],
  [`${server}/app.ts`, `import '../../sdp/src/index.ts';`, /app may not import sdp/],
  [
    `${server}/domain/signaling/index.ts`,
    `import '../../../../sdp/src/index.ts';`,
    /by path out of its own package/,
  ],
  [`${server}/app.ts`, 'const = ;', /cannot be parsed/],
  [`${server}/helpers/index.ts`, '', /lies in no zone/],
  [
    'packages/sdp/src/index.ts',
    `import '../../protocol/src/index.ts';`,
    /sdp may not import protocol/,
  ],
  ['packages/sdp/src/index.ts', `import 'node:crypto';`, /runs in browsers/],
  ['packages/protocol/src/index.ts', `import 'node:crypto';`, /runs in browsers/],
  ['packages/client/src/core/index.ts', `import '../browser/index.ts';`, /leads nowhere/],
  ['scripts/tool.mjs', `import '../packages/server/src/app.ts';`, /scripts may not import app/],
];

test('a tree that keeps every direction passes', (t) => {
  assert.deepEqual(violations(t, {}), []);
});

for (const [path, text, message] of forbidden)
  test(`${text || 'a new folder'} in ${path} is refused`, (t) => {
    const found = violations(t, { [path]: text });
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', message);
    assert.ok(found[0]?.startsWith(`${path}:1 `));
  });

test('the check sees every source file of the repository', () => {
  const seen = readSourceTree(root).files;
  assert.deepEqual(
    trackedSources().filter((path) => !seen.has(path)),
    [],
  );
});

function violations(t: TestContext, changed: Readonly<Record<string, string>>): readonly string[] {
  const tree = readSourceTree(temporaryTree(t, { ...house, ...changed }));
  return checkBoundaries(tree).map(({ path, line, message }) => `${path}:${line} ${message}`);
}
