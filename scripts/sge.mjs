import { join } from 'node:path';
import { keepingCompiledCode } from './bootstrap/compiled-code.mjs';
import { installPackages } from './bootstrap/packages.mjs';
import { pinnedNode } from './bootstrap/pinned-node.mjs';
import { root } from './bootstrap/repository.mjs';
import { runInOurPlace } from './bootstrap/run.mjs';

installPackages();
const args = [join(root, 'packages/server/src/main.ts'), ...process.argv.slice(2)];
runInOurPlace(pinnedNode(), args, keepingCompiledCode(process.env));
