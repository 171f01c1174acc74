import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Puts back what prepack.mjs replaced in the package's folder.
const folder = process.cwd();
const manifest = join(folder, 'package.json');
renameSync(`${manifest}.source-manifest`, manifest);
rmSync(join(folder, 'LICENSE'));
