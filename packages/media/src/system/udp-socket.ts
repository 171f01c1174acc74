import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { copyBytes } from '@sky-genesis/rtp';
import { MAX_RECEIVED } from '../transport/packet-batch.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import type { Foreign } from './foreign.ts';
import { Memory } from './memory.ts';
import { MessageVector } from './message-vector.ts';
import {
  AF_INET,
  type AF_INET6,
  familyOf,
  IPV4_BYTES,
  IPV6_BYTES,
  writeSocketAddress,
} from './socket-address.ts';
import { openDescriptor, portOf, setOption } from './udp-descriptor.ts';

/** As `<sys/socket.h>` of Linux has them. */
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const EAGAIN = 11;
const POLLOUT = 4;
/** What the kernel grants of it (`net.core.wmem_max`): a key frame to fifty people leaves in one go. */
const BUFFER_BYTES = 4 * 1024 * 1024;
/** One call sends so many at most. */
const MAX_SENT = 256;
/** In which a network of 1 Gbit/s sends 600 kB. */
const ROOM_MS = 5;

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
  /** For poll(2). */
  readonly #writable: Memory;
  #watcher: Socket | undefined;
  #open = true;

  private constructor(foreign: Foreign, fd: number, port: number, family: UdpSocket['family']) {
    this.#foreign = foreign;
    this.#fd = fd;
    this.port = port;
    this.family = family;
    this.received = new MessageVector(foreign, MAX_RECEIVED);
    this.sending = new MessageVector(foreign, MAX_SENT);
    this.#writable = new Memory(foreign, 8);
    this.#writable.view.setInt32(0, fd, true);
    this.#writable.view.setInt16(4, POLLOUT, true);
  }

  /** On the first port that is free. @throws Error when none is, or the address is not of this machine */
  static open(foreign: Foreign, address: string, { min, max }: PortLimits): UdpSocket {
    const family = familyOf(address);
    for (let port = min; port <= max; port += 1) {
      const fd = openDescriptor(foreign, { address, port });
      if (fd === undefined) continue;
      setOption(foreign, fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
      setOption(foreign, fd, SOL_SOCKET, SO_SNDBUF, BUFFER_BYTES);
      return new UdpSocket(foreign, fd, portOf(foreign, fd), family);
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
    // libuv has just allowed others to have the port, too.
    watcher.on('listening', () => setOption(this.#foreign, this.#fd, SOL_SOCKET, SO_REUSEADDR, 0));
    watcher.bind({ fd: this.#fd, exclusive: true });
  }

  /** The `struct sockaddr` that datagram `i` came from. */
  addressOf(i: number): Uint8Array {
    const { addresses } = this.received;
    const at = this.received.addressAt(i);
    return addresses.subarray(at, at + (this.family === AF_INET ? IPV4_BYTES : IPV6_BYTES));
  }

  /** Sends the first `count` of `sending`. What the kernel has no room for, and gets none in 5 ms, is lost, as on any other path. */
  send(count: number): void {
    let sent = 0;
    while (sent < count && this.#open) {
      const at = this.sending.addressOf(sent);
      const taken = this.#foreign.sendmmsg(this.#fd, at, count - sent, 0);
      if (taken < 0 && this.#foreign.errno() === EAGAIN) {
        if (this.#foreign.poll(this.#writable.address, 1, ROOM_MS) <= 0) return;
        continue;
      }
      // One that cannot be sent is not to stand in the way of the others.
      sent += Math.max(1, taken);
    }
  }

  /** Nothing is received or sent afterwards. Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#watcher === undefined) this.#foreign.close(this.#fd);
    else this.#watcher.close();
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
}
