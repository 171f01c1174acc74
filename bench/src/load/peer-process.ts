import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PeerProcess {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one of the benchmarks' peers in a process of its own: a script that prints where it listens. */
export async function startPeer(script: URL): Promise<PeerProcess> {
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const [text] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    pid: child.pid ?? 0,
    url: String(text).slice(String(text).indexOf('http')),
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
