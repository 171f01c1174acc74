import { networkInterfaces } from 'node:os';

/** Of IPv6, valid on one link alone (RFC 4291 section 2.5.6). */
const LINK_LOCAL = /^fe[89ab]/i;

/** The addresses that a socket bound to this one is found at: itself, or for `0.0.0.0` and `::` all of this machine. */
export function hostAddresses(bound: string): readonly string[] {
  if (bound !== '0.0.0.0' && bound !== '::') return [bound];
  const all = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, address }) => {
      return (bound === '::' || family === 'IPv4') && !LINK_LOCAL.test(address);
    });
  const outer = all.filter(({ internal }) => !internal);
  // A machine without a network still talks to itself.
  return (outer.length > 0 ? outer : all).map(({ address }) => address);
}
