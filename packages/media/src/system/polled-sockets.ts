import type { Foreign } from './foreign.ts';
import { Memory } from './memory.ts';
import { MessageVector } from './message-vector.ts';
import {
  familyOf,
  readSocketAddress,
  type SocketAddress,
  writeSocketAddress,
} from './socket-address.ts';
import { openDescriptor } from './udp-descriptor.ts';

/** As `<sys/epoll.h>` of Linux has them; on x86 the structure is packed. */
const EPOLL_CLOEXEC = 0x80000;
const EPOLL_CTL_ADD = 1;
const EPOLLIN = 1;
const EVENT_BYTES = process.arch === 'x64' ? 12 : 16;
const DATA_AT = process.arch === 'x64' ? 4 : 8;
/** Sockets that one call names, and datagrams that one call reads. */
const MAX_EVENTS = 64;
const MAX_DATAGRAMS = 16;
/** What a flood of one socket may take of a look before the others have their turn. */
const MAX_READS = 4;
const LOOK_MS = 2;
/** While nothing comes. */
const IDLE_LOOK_MS = 10;
const IDLE_LOOKS = 50;
const DATAGRAM_BYTES = 2048;

/** Takes a datagram. Its memory is ours again when it returns. */
export type Receive = (datagram: Uint8Array, from: SocketAddress) => void;

/**
 * The sockets of telephones, of which there are very many with little on each. They are looked at together, every 2 ms as long
 * as something comes, and not woken for: a wake-up costs more than what there is to do for a packet. Of the 20 ms that a
 * packet of sound takes to be spoken that is a tenth.
 */
export class PolledSockets {
  readonly #foreign: Foreign;
  readonly #epoll: number;
  readonly #events: Memory;
  readonly #received: MessageVector;
  readonly #sockets = new Map<number, PolledSocket>();
  /** Looks in a row at which there was nothing. */
  #idle = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(foreign: Foreign) {
    this.#foreign = foreign;
    this.#epoll = foreign.epoll_create1(EPOLL_CLOEXEC);
    this.#events = new Memory(foreign, EVENT_BYTES * MAX_EVENTS);
    this.#received = new MessageVector(foreign, MAX_DATAGRAMS);
  }

  /** Undefined where the place is taken. */
  open(place: SocketAddress, receive: Receive): PolledSocket | undefined {
    const descriptor = openDescriptor(this.#foreign, place);
    if (descriptor === undefined) return undefined;
    const socket = new PolledSocket(this.#foreign, descriptor, place.address, receive, () =>
      this.#sockets.delete(descriptor),
    );
    this.#sockets.set(descriptor, socket);
    const { view, address } = this.#events;
    view.setUint32(0, EPOLLIN, true);
    view.setUint32(DATA_AT, descriptor, true);
    this.#foreign.epoll_ctl(this.#epoll, EPOLL_CTL_ADD, descriptor, address);
    this.#timer ??= setTimeout(() => this.#look(), LOOK_MS);
    return socket;
  }

  #look(): void {
    this.#timer = undefined;
    const found = this.#takeAll();
    this.#idle = found ? 0 : this.#idle + 1;
    if (this.#sockets.size === 0) return;
    const waitMs = this.#idle < IDLE_LOOKS ? LOOK_MS : IDLE_LOOK_MS;
    this.#timer = setTimeout(() => this.#look(), waitMs);
  }

  #takeAll(): boolean {
    const { address, view } = this.#events;
    const ready = this.#foreign.epoll_wait(this.#epoll, address, MAX_EVENTS, 0);
    for (let i = 0; i < ready; i += 1) this.#take(view.getUint32(EVENT_BYTES * i + DATA_AT, true));
    return ready > 0;
  }

  #take(descriptor: number): void {
    const received = this.#received;
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      received.expect(0);
      const first = received.addressOf(0);
      const count = this.#foreign.recvmmsg(descriptor, first, MAX_DATAGRAMS, 0, 0);
      for (let i = 0; i < count; i += 1) this.#sockets.get(descriptor)?.take(received, i);
      if (count < MAX_DATAGRAMS || !this.#sockets.has(descriptor)) return;
    }
  }
}

/** One of them, on a port of its own. */
export class PolledSocket {
  readonly #foreign: Foreign;
  readonly #descriptor: number;
  readonly #family: ReturnType<typeof familyOf>;
  readonly #receive: Receive;
  readonly #onClosed: () => void;
  readonly #datagram: Memory;
  /** Where to: written anew where it is somewhere else than before. */
  readonly #sockaddr: Memory;
  #sockaddrBytes = 0;
  #to: SocketAddress = { address: '', port: 0 };
  /** Where the last datagram came from, and how the system writes that. */
  #from: SocketAddress = { address: '', port: 0 };
  #fromBytes = new Uint8Array(0);
  #open = true;

  constructor(
    foreign: Foreign,
    descriptor: number,
    bound: string,
    receive: Receive,
    onClosed: () => void,
  ) {
    this.#foreign = foreign;
    this.#descriptor = descriptor;
    this.#family = familyOf(bound);
    this.#receive = receive;
    this.#onClosed = onClosed;
    this.#datagram = new Memory(foreign, DATAGRAM_BYTES);
    this.#sockaddr = new Memory(foreign, 32);
  }

  /** What cannot be sent is lost, as on any other path. */
  send(datagram: Uint8Array, to: SocketAddress): void {
    if (!this.#open || datagram.length > DATAGRAM_BYTES || !this.#direct(to)) return;
    this.#datagram.bytes.set(datagram);
    const { address } = this.#datagram;
    const { address: sockaddr } = this.#sockaddr;
    this.#foreign.sendto(
      this.#descriptor,
      address,
      datagram.length,
      0,
      sockaddr,
      this.#sockaddrBytes,
    );
  }

  /** For the one that looks: datagram `i` has come. */
  take(received: MessageVector, i: number): void {
    const { addresses, bytes } = received;
    const at = received.addressAt(i);
    const known = this.#fromBytes;
    let same = known.length > 0;
    for (let k = 0; k < known.length && same; k += 1) same = known[k] === addresses[at + k];
    if (!same) {
      this.#from = readSocketAddress(addresses, at);
      this.#fromBytes = addresses.slice(at, at + received.addressLengthOf(i));
    }
    const start = received.offsetOf(i);
    this.#receive(bytes.subarray(start, start + received.lengthOf(i)), this.#from);
  }

  /** Idempotent. The port can be used again at once. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onClosed();
    this.#foreign.close(this.#descriptor);
  }

  /** False for an address of the other family. */
  #direct(to: SocketAddress): boolean {
    if (to.port === this.#to.port && to.address === this.#to.address) return true;
    if (familyOf(to.address) !== this.#family) return false;
    const written = writeSocketAddress(to, this.#family);
    this.#sockaddr.bytes.set(written);
    this.#sockaddrBytes = written.length;
    this.#to = { address: to.address, port: to.port };
    return true;
  }
}
