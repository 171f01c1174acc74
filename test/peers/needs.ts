import { findPeer, type PeerName, peers } from '../../scripts/suites/peers.ts';

/**
 * Options for a test that meets a real program: `test('…', needs('chromium'), …)`. Where the program
 * is missing the test is left out under the one reason that the runner tells aloud (and fails on CI).
 */
export function needs(...names: readonly PeerName[]): { skip?: string } {
  const missing = names.find((name) => findPeer(peers[name]) === undefined);
  return missing === undefined ? {} : { skip: `missing peer: ${missing}` };
}

/** The path of a peer's program; throws where `needs` should have left the test out. */
export function programOf(name: PeerName): string {
  const path = findPeer(peers[name]);
  if (path === undefined) throw new Error(`${peers[name].package} is not installed`);
  return path;
}
