import { isIPv6 } from 'node:net';

/** The first 12 bytes of an IPv4 address in IPv6 clothes, as a dual-stack socket shows it (RFC 4291 §2.5.5.2). */
const mappedPrefix = Buffer.from('00000000000000000000ffff', 'hex');

/**
 * An IP address in bytes: 4, or 16 for IPv6, whose zone is left out. An IPv4 address in IPv6 clothes (`::ffff:192.0.2.1`) is
 * that IPv4 address.
 */
export function addressBytes(address: string): Buffer {
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return Buffer.from(bare.split('.').map(Number));
  const [head = '', tail] = bare.split('::');
  const left = bytesIn(head);
  const right = bytesIn(tail ?? '');
  const zeros = Buffer.alloc(Math.max(0, 16 - left.length - right.length));
  const bytes = Buffer.from([...left, ...zeros, ...right]);
  return bytes.subarray(0, 12).equals(mappedPrefix) ? bytes.subarray(12) : bytes;
}

/** Groups of an IPv6 address, two bytes each; a dotted end is four bytes. */
function bytesIn(groups: string): readonly number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 0xff];
  });
}
