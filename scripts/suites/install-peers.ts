import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPeer, type Peer, type PeerName, peers } from './peers.ts';

/**
 * Installs the Debian packages of the peers that are missing, as root or by a sudo that asks nothing.
 * Elsewhere it changes nothing: the tests that need them say so.
 *
 * @param tell receives a line for the person who waits
 */
export function installPeers(names: readonly PeerName[], tell: (line: string) => void): void {
  const missing = missingPeers(names);
  if (missing.length === 0) return;
  const packages = missing.map((name) => peers[name].package);
  const asRoot = rootCommand();
  if (!existsSync('/usr/bin/apt-get') || asRoot === undefined) {
    tell(`not installed, and not ours to install here: ${packages.join(', ')}`);
    return;
  }
  tell(`installing ${packages.join(', ')} …`);
  apt(asRoot, ['update']);
  apt(asRoot, ['install', '--yes', '--no-install-recommends', ...packages]);
  const still = missingPeers(names);
  if (still.length > 0) tell(`could not be installed: ${still.join(', ')}`);
}

function missingPeers(names: readonly PeerName[]): readonly PeerName[] {
  const missing = (peer: Peer) => findPeer(peer) === undefined;
  return [...new Set(names)].filter((name) => missing(peers[name]));
}

function rootCommand(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return ['env'];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', 'env'] : undefined;
}

function apt(asRoot: readonly string[], args: readonly string[]): void {
  const [file = 'env', ...prefix] = asRoot;
  // apt's own report goes to stderr: stdout ends with the count.
  spawnSync(file, [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], {
    stdio: ['ignore', 2, 2],
  });
}
