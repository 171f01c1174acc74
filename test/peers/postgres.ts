import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { programOf } from './needs.ts';

export interface Postgres {
  /** `postgresql://…`, its user may do everything. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const startLimitMs = 30_000;

/**
 * A PostgreSQL server of one's own on 127.0.0.1, in a temporary folder that `stop` removes. Throws
 * where the Debian package is missing or the server does not come up.
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'sge-postgres-'));
  const account = unprivileged();
  if (account.uid !== undefined && account.gid !== undefined)
    chownSync(folder, account.uid, account.gid);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await initialise(folder, account);
    const port = await freePort();
    const server = await startServer(folder, port, account);
    const killWithUs = () => server.kill('SIGQUIT');
    process.once('exit', killWithUs);
    return {
      url: `postgresql://sge@127.0.0.1:${port}/postgres`,
      async stop() {
        process.off('exit', killWithUs);
        await stopServer(server);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function initialise(folder: string, account: Account): Promise<void> {
  const initdb = join(dirname(programOf('postgresql')), 'initdb');
  const args = ['-D', join(folder, 'data'), '--username=sge', '--auth=trust', '--no-sync'];
  await run(initdb, [...args, '--encoding=UTF8', '--locale=C'], { ...account, cwd: folder });
}

async function startServer(folder: string, port: number, account: Account): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    // The server is thrown away with its data, so nothing has to survive a power cut.
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
  ];
  const args = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(programOf('postgresql'), args, {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await ready(server);
  return server;
}

function ready(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  const fail = (why: string) => reject(new Error(`postgres ${why}\n${log}`));
  const limit = setTimeout(() => fail(`was not ready after ${startLimitMs} ms`), startLimitMs);
  server.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk.toString('utf8')}`.slice(-10_000);
    if (log.includes('ready to accept connections')) resolve();
  });
  server.once('exit', (code) => fail(`ended with code ${code}`));
  return promise.finally(() => clearTimeout(limit));
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  // "Fast": open connections are cut, the server ends in order.
  server.kill('SIGINT');
  await exit;
}

/** The server refuses to run as root; the package's own account, else nobody, takes its place. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres:', 'nobody:'].flatMap((name) =>
    accounts.filter((account) => account.startsWith(name)),
  )[0];
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('no unprivileged account to run as');
  return { uid: Number(uid), gid: Number(gid) };
}
