import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from './build.mjs';
import { publishedManifest, readManifest } from './manifest.mjs';

// npm runs this in the package's folder, and packs what stands there afterwards. Node strips no types
// under node_modules, so what is published is built; the source tree keeps running from ./src.
const folder = process.cwd();
buildPackage(folder);
copyFileSync(join(folder, '../../LICENSE'), join(folder, 'LICENSE'));
const manifest = join(folder, 'package.json');
copyFileSync(manifest, `${manifest}.source-manifest`);
writeFileSync(manifest, `${JSON.stringify(publishedManifest(readManifest(folder)), null, 2)}\n`);
