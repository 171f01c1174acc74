import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { line, stop } from './server-process.ts';

export interface EchoProcess {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the bare Fastify echo in a process of its own. */
export async function startEcho(): Promise<EchoProcess> {
  const file = fileURLToPath(new URL('../echo-server.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await line(child, /listens on/);
  return {
    pid: child.pid ?? 0,
    url: text.slice(text.indexOf('http')),
    stop: () => stop(child),
  };
}
