import { isIPv6 } from 'node:net';
import { addressBytes } from '../ice/ip-address.ts';

/** Of `sockaddr_in` and `sockaddr_in6`. */
export const IPV4_BYTES = 16;
export const IPV6_BYTES = 28;
export const AF_INET = 2;
export const AF_INET6 = 10;

/** Before the four octets of an IPv4 address on a socket of both families (RFC 4291 section 2.5.5.2). */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const MAPPED_PREFIX = 0xffff;

/** What one peer's packets are known by. Numbers for IPv4, which cost the least to look up. */
export type AddressKey = number | string;

export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** The octets of a `struct sockaddr` for a socket of this family. */
export function writeSocketAddress(
  { address, port }: SocketAddress,
  family: typeof AF_INET | typeof AF_INET6,
): Uint8Array {
  const octets = addressBytes(address);
  const written = new Uint8Array(family === AF_INET ? IPV4_BYTES : IPV6_BYTES);
  const view = new DataView(written.buffer);
  view.setUint16(0, family, true);
  view.setUint16(2, port);
  if (family === AF_INET) written.set(octets, 4);
  else written.set(octets.length === 4 ? [...MAPPED, ...octets] : octets, 8);
  return written;
}

/** The address and port that a `struct sockaddr` at `at` has. */
export function readSocketAddress(bytes: Uint8Array, at: number): SocketAddress {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const port = view.getUint16(2);
  if (isIPv4(bytes, at)) {
    const start = at + (bytes[at] === AF_INET ? 4 : 20);
    return { address: bytes.subarray(start, start + 4).join('.'), port };
  }
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(8 + 2 * i).toString(16));
  return { address: groups.join(':'), port };
}

/** By which what a `struct sockaddr` at `at` names is looked up. */
export function keyOf(bytes: Uint8Array, at: number): AddressKey {
  if (!isIPv4(bytes, at)) {
    const [high, low] = [octets(bytes, at + 8, 6), octets(bytes, at + 14, 4)];
    return `${high} ${low} ${octets(bytes, at + 18, 6)} ${octets(bytes, at + 2, 2)}`;
  }
  const start = at + (bytes[at] === AF_INET ? 4 : 20);
  return octets(bytes, start, 4) * 0x10000 + octets(bytes, at + 2, 2);
}

/** Whether the address is one of IPv6 that is valid on one link alone. */
export function isScoped(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === AF_INET6 && octets(bytes, at + 24, 4) !== 0;
}

export function familyOf(address: string): typeof AF_INET | typeof AF_INET6 {
  return isIPv6(address) ? AF_INET6 : AF_INET;
}

function isIPv4(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === AF_INET) return true;
  return octets(bytes, at + 8, 6) === 0 && octets(bytes, at + 14, 6) === MAPPED_PREFIX;
}

function octets(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i += 1) value = value * 0x100 + (bytes[at + i] ?? 0);
  return value;
}
