import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { copyBytes } from '@sky-genesis/rtp';
import { MAX_RECEIVED } from '../transport/packet-batch.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import type { Foreign } from './foreign.ts';
import { Memory } from './memory.ts';
import { MessageVector } from './message-vector.ts';
import {
  AF_INET,
  AF_INET6,
  familyOf,
  IPV4_BYTES,
  IPV6_BYTES,
  readSocketAddress,
  writeSocketAddress,
} from './socket-address.ts';

/** As `<sys/socket.h>` and `<netinet/in.h>` of Linux have them. */
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
const EAGAIN = 11;
/** What the kernel grants of it: a key frame to fifty people leaves in one go. */
const BUFFER_BYTES = 4 * 1024 * 1024;
/** One call sends so many at most. */
const MAX_SENT = 256;

/**
 * One UDP socket that receives and sends by the batch (recvmmsg, sendmmsg). Node watches it and reads the first datagram of
 * a wake-up; all that wait behind it are read here, into the same memory each time.
 */
export class UdpSocket {
  readonly port: number;
  readonly family: typeof AF_INET | typeof AF_INET6;
  /** What the last wake-up brought. */
  readonly received: MessageVector;
  /** Datagrams to send: see `MessageVector`. */
  readonly sending: MessageVector;
  readonly #foreign: Foreign;
  readonly #fd: number;
  #watcher: Socket | undefined;

  private constructor(foreign: Foreign, fd: number, port: number, family: UdpSocket['family']) {
    this.#foreign = foreign;
    this.#fd = fd;
    this.port = port;
    this.family = family;
    this.received = new MessageVector(foreign, MAX_RECEIVED);
    this.sending = new MessageVector(foreign, MAX_SENT);
  }

  /** On the first port that is free. @throws Error when none is, or the address is not of this machine */
  static open(foreign: Foreign, address: string, { min, max }: PortLimits): UdpSocket {
    const family = familyOf(address);
    for (let port = min; port <= max; port += 1) {
      const fd = boundTo(foreign, writeSocketAddress({ address, port }, family), family);
      if (fd >= 0) return new UdpSocket(foreign, fd, portOf(foreign, fd), family);
    }
    throw new Error(`No UDP port of ${min} to ${max} is free at ${address}.`);
  }

  /** Calls `arrived` with the number of datagrams in `received` at each wake-up. */
  watch(arrived: (count: number) => void): void {
    const watcher = createSocket(this.family === AF_INET ? 'udp4' : 'udp6');
    this.#watcher = watcher;
    // A datagram that could not be delivered is one that is lost.
    watcher.on('error', () => {});
    watcher.on('message', (datagram, from) => {
      const first = this.#takeFirst(datagram, from);
      arrived(first + this.#drain(first));
    });
    watcher.on('listening', () => this.#option(SOL_SOCKET, SO_REUSEADDR, 0));
    watcher.bind({ fd: this.#fd, exclusive: true });
  }

  /** The `struct sockaddr` that datagram `i` came from. */
  addressOf(i: number): Uint8Array {
    const { addresses } = this.received;
    const at = this.received.addressAt(i);
    return addresses.subarray(at, at + (this.family === AF_INET ? IPV4_BYTES : IPV6_BYTES));
  }

  /** Sends the first `count` of `sending`; what the kernel has no room for is lost, as on any other path. */
  send(count: number): void {
    let sent = 0;
    while (sent < count && this.#watcher !== undefined) {
      const at = this.sending.addressOf(sent);
      const taken = this.#foreign.sendmmsg(this.#fd, at, count - sent, 0);
      // One that cannot be sent is not to stand in the way of the others.
      if (taken < 0 && this.#foreign.errno() === EAGAIN) return;
      sent += Math.max(1, taken);
    }
  }

  /** Nothing is received or sent afterwards. Idempotent. */
  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #takeFirst(datagram: Buffer, { address, port }: RemoteInfo): number {
    const { received } = this;
    if (datagram.length > received.sizeBytes || address.includes('%')) return 0;
    received.putAddress(0, writeSocketAddress({ address, port }, this.family));
    copyBytes(datagram, 0, datagram.length, received.bytes, received.offsetOf(0));
    received.setLength(0, datagram.length);
    return 1;
  }

  #drain(first: number): number {
    const { received } = this;
    received.expect(first);
    const at = received.addressOf(first);
    return Math.max(0, this.#foreign.recvmmsg(this.#fd, at, MAX_RECEIVED - first, 0, 0));
  }

  #option(level: number, name: number, value: number): void {
    setOption(this.#foreign, this.#fd, level, name, value);
  }
}

/** A socket; negative where the address is taken. */
function boundTo(foreign: Foreign, address: Uint8Array, family: UdpSocket['family']): number {
  const fd = foreign.socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return fd;
  setOption(foreign, fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
  setOption(foreign, fd, SOL_SOCKET, SO_SNDBUF, BUFFER_BYTES);
  if (family === AF_INET6) setOption(foreign, fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  const memory = new Memory(foreign, address.length);
  memory.bytes.set(address);
  if (foreign.bind(fd, memory.address, address.length) === 0) return fd;
  foreign.close(fd);
  return -1;
}

function portOf(foreign: Foreign, fd: number): number {
  const address = new Memory(foreign, IPV6_BYTES);
  const length = new Memory(foreign, 4);
  length.view.setUint32(0, IPV6_BYTES, true);
  foreign.getsockname(fd, address.address, length.address);
  return readSocketAddress(address.bytes, 0).port;
}

function setOption(foreign: Foreign, fd: number, level: number, name: number, value: number): void {
  const memory = new Memory(foreign, 4);
  memory.view.setUint32(0, value, true);
  foreign.setsockopt(fd, level, name, memory.address, 4);
}
