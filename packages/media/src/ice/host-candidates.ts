/** RFC 8445 section 5.1.2: of host candidates, for the RTP component. */
const HOST_PRIORITY = 126 * 2 ** 24 + 255;
const FIRST_PREFERENCE = 65_535;
/** Below every other way in. */
const RELAY_PREFERENCE = 1000;

/**
 * Host candidates (RFC 8839 section 5.1) for addresses that the backend does not know of: the outer ones of a
 * NAT, or all of a socket that is bound to every address. The port is that of the backend's own.
 */
export function announcedCandidates(
  addresses: readonly string[],
  own: readonly string[],
): readonly string[] {
  const port = own[0]?.split(' ')[5];
  return port === undefined ? [] : hostCandidates(addresses, Number(port));
}

export function hostCandidates(addresses: readonly string[], port: number): readonly string[] {
  return addresses.map((address, i) => hostCandidate(i + 1, FIRST_PREFERENCE - i, address, port));
}

/** The same addresses with the port of the entrance for relayed browsers. */
export function relayCandidates(
  candidates: readonly string[],
  relayPort: number,
): readonly string[] {
  return candidates.map((candidate, i) => {
    const address = candidate.split(' ')[4] ?? '';
    return hostCandidate(candidates.length + i + 1, RELAY_PREFERENCE - i, address, relayPort);
  });
}

function hostCandidate(
  foundation: number,
  preference: number,
  address: string,
  port: number,
): string {
  const priority = HOST_PRIORITY + preference * 2 ** 8;
  return `candidate:${foundation} 1 UDP ${priority} ${address} ${port} typ host`;
}
