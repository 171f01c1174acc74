import { buildConsole } from './bootstrap/console-build.mjs';

buildConsole(process.execPath);
