/** RFC 8445 section 5.1.2: of host candidates, for the RTP component. */
const HOST_PRIORITY = 126 * 2 ** 24 + 255;
const FIRST_PREFERENCE = 65_535;

/** Host candidates (RFC 8839 section 5.1) for these addresses, best first, at one port. */
export function hostCandidates(addresses: readonly string[], port: number): readonly string[] {
  return addresses.map((address, i) => hostCandidate(i + 1, FIRST_PREFERENCE - i, address, port));
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
