import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** TEST-NET-1 (RFC 5737): nobody's address, and not a loopback one, which Janus never gathers. */
const ADDRESS = '192.0.2.1';
const LOOPBACK = '127.0.0.1';
const SET_UP = [
  'ip link set lo up',
  'ip link add bench0 type veth peer name bench1',
  `ip address add ${ADDRESS}/24 dev bench0`,
  'ip link set bench0 up',
  'ip link set bench1 up',
  'exec "$@"',
].join(' && ');

export interface StageProcess {
  readonly child: ChildProcess;
  /** Why there is no namespace of our own; everything is then on the loopback. */
  readonly problem?: string;
}

/**
 * Forks `script` with the address it may use as its first argument, in a network namespace of its
 * own. The namespace has no name: it ends with the last process in it, however that ends.
 */
export function forkInNamespace(script: URL, args: readonly string[]): StageProcess {
  const problem = namespaceProblem();
  const file = fileURLToPath(script);
  if (problem !== undefined) return { child: fork(file, [LOOPBACK, ...args]), problem };
  const execArgv = [...unshareOptions(), 'sh', '-c', SET_UP, 'sh', process.execPath];
  return { child: fork(file, [ADDRESS, ...args], { execPath: 'unshare', execArgv }) };
}

function unshareOptions(): readonly string[] {
  return process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
}

function namespaceProblem(): string | undefined {
  const script = SET_UP.replace('exec "$@"', 'true');
  try {
    execFileSync('unshare', [...unshareOptions(), 'sh', '-c', script], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.split('\n').slice(0, 2).join(' ');
  }
}
