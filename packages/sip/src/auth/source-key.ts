import { isIPv6 } from 'node:net';
import { addressBytes } from '../message/ip-address.ts';

/**
 * What counts as one source: an IPv4 address, and of an IPv6 address its /64, since who has one has all of them. An IPv4
 * address in IPv6 clothes (`::ffff:192.0.2.1`) is that IPv4 address.
 */
export function sourceKey(address: string): string {
  if (!isIPv6(address)) return address;
  const bytes = addressBytes(address);
  if (bytes.length === 4) return bytes.join('.');
  const groups = [0, 2, 4, 6].map((at) => bytes.readUInt16BE(at).toString(16));
  return `${groups.join(':')}::/64`;
}
