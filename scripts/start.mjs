import { join } from 'node:path';
import { keepingCompiledCode } from './bootstrap/compiled-code.mjs';
import { buildConsole } from './bootstrap/console-build.mjs';
import { installPackages } from './bootstrap/packages.mjs';
import { pinnedNode } from './bootstrap/pinned-node.mjs';
import { root } from './bootstrap/repository.mjs';
import { runInOurPlace } from './bootstrap/run.mjs';

installPackages();
const node = pinnedNode();
buildConsole(node);
const args = [join(root, 'packages/server/src/main.ts'), 'serve', ...process.argv.slice(2)];
runInOurPlace(node, args, keepingCompiledCode(process.env));
