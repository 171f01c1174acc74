import { join } from 'node:path';
import { installPackages } from './bootstrap/packages.mjs';
import { pinnedNode } from './bootstrap/pinned-node.mjs';
import { root } from './bootstrap/repository.mjs';
import { runInOurPlace } from './bootstrap/run.mjs';

installPackages();
runInOurPlace(pinnedNode(), [join(root, 'scripts/prompts/main.ts')]);
