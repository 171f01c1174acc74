import type { Foreign } from './foreign.ts';
import { Memory, memoryOf } from './memory.ts';
import {
  AF_INET6,
  familyOf,
  IPV6_BYTES,
  readSocketAddress,
  type SocketAddress,
  writeSocketAddress,
} from './socket-address.ts';

/** As `<sys/socket.h>` and `<netinet/in.h>` of Linux have them. */
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;

/** The descriptor of a UDP socket that has this place to itself, and never blocks; undefined where it cannot be had. */
export function openDescriptor(foreign: Foreign, place: SocketAddress): number | undefined {
  const family = familyOf(place.address);
  const descriptor = foreign.socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return undefined;
  if (family === AF_INET6) setOption(foreign, descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  const address = memoryOf(foreign, writeSocketAddress(place, family));
  if (foreign.bind(descriptor, address.address, address.bytes.length) === 0) return descriptor;
  foreign.close(descriptor);
  return undefined;
}

/** Of a socket that was bound to any. */
export function portOf(foreign: Foreign, descriptor: number): number {
  const address = new Memory(foreign, IPV6_BYTES);
  const length = new Memory(foreign, 4);
  length.view.setUint32(0, IPV6_BYTES, true);
  foreign.getsockname(descriptor, address.address, length.address);
  return readSocketAddress(address.bytes, 0).port;
}

export function setOption(
  foreign: Foreign,
  descriptor: number,
  level: number,
  name: number,
  value: number,
): void {
  const memory = new Memory(foreign, 4);
  memory.view.setUint32(0, value, true);
  foreign.setsockopt(descriptor, level, name, memory.address, 4);
}
