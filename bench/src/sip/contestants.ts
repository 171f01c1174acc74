import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startKamailio } from '../../../test/peers/kamailio.ts';
import { childrenOf } from './processes.ts';

/** What lies between the two ends. */
export interface Contestant {
  readonly port: number;
  /** All of its processes. */
  readonly pids: () => readonly number[];
  stop(): Promise<void>;
}

/** Our stack as a back-to-back user agent that calls this port of 127.0.0.1. */
export async function startB2bua(callee: number): Promise<Contestant> {
  const script = fileURLToPath(new URL('b2bua.ts', import.meta.url));
  const child = spawn(process.execPath, [script, `sip:service@127.0.0.1:${callee}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    port: Number(line),
    pids: () => [child.pid ?? 0],
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      process.off('exit', killWithUs);
    },
  };
}

/** Kamailio as a stateful proxy that records itself: the least that anybody between two ends does. */
export async function startProxy(): Promise<Contestant> {
  const { pid, port, stop } = await startKamailio();
  return { port, stop, pids: () => [pid, ...childrenOf(pid)] };
}
