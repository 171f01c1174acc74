import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const page = fileURLToPath(new URL('./page', import.meta.url));

const scripts = new Map<string, Promise<string>>();

/** The harness and the SDK as one script that defines `harnessPage`. Built once a process. */
export function harnessBundle(): Promise<string> {
  return bundled('harness', 'harnessPage');
}

/** JsSIP as one script that defines `webPhonePage`. */
export function webPhoneBundle(): Promise<string> {
  return bundled('web-phone', 'webPhonePage');
}

function bundled(entry: string, name: string): Promise<string> {
  const script = scripts.get(entry) ?? bundle(entry, name);
  scripts.set(entry, script);
  return script;
}

async function bundle(entry: string, name: string): Promise<string> {
  const output = await build({
    root: page,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: `${page}/${entry}.ts`, formats: ['iife'], name },
    },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error(`${entry} was not built`);
  return first.output[0].code;
}
