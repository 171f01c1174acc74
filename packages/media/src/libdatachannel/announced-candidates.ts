/** RFC 8445 section 5.1.2: of host candidates, for the RTP component. */
const HOST_PRIORITY = 126 * 2 ** 24 + 255;
const FIRST_PREFERENCE = 65_535;

/**
 * Host candidates (RFC 8839 section 5.1) for addresses that the backend does not know of: the outer ones of a
 * NAT, or all of a socket that is bound to every address. The port is that of the backend's own.
 */
export function announcedCandidates(
  addresses: readonly string[],
  own: readonly string[],
): readonly string[] {
  const port = own[0]?.split(' ')[5];
  if (port === undefined) return [];
  return addresses.map((address, i) => {
    const priority = HOST_PRIORITY + (FIRST_PREFERENCE - i) * 2 ** 8;
    return `candidate:${i + 1} 1 UDP ${priority} ${address} ${port} typ host`;
  });
}
