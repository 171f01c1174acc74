import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const page = fileURLToPath(new URL('./page', import.meta.url));

let script: Promise<string> | undefined;

/** The harness and the SDK as one script that defines `harnessPage`. Built once a process. */
export function harnessBundle(): Promise<string> {
  script ??= bundle();
  return script;
}

async function bundle(): Promise<string> {
  const output = await build({
    root: page,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: `${page}/harness.ts`, formats: ['iife'], name: 'harnessPage' },
    },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('the harness was not built');
  return first.output[0].code;
}
