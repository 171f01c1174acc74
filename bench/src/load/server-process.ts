import { join } from 'node:path';
import { startProduct } from '../../../test/peers/product.ts';

/** The product, started as its users start it, in a folder and on a port of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  readonly databaseFile: string;
  /** From spawning the process to its ready line. */
  readonly startedInMs: number;
  /** An API key that may do everything. */
  readonly adminKey: string;
  stop(): Promise<void>;
}

/** Only paths and the port differ from the defaults: limits, durability and logging are on. */
export async function startServer(): Promise<ServerProcess> {
  const startMs = performance.now();
  const product = await startProduct();
  const startedInMs = performance.now() - startMs;
  return {
    pid: product.pid,
    url: product.url,
    databaseFile: join(product.dataFolder, 'sge.sqlite'),
    startedInMs,
    adminKey: await product.sge('key', 'create', '--name', 'bench', '--scope', 'voip:admin'),
    stop: () => product.stop(),
  };
}
