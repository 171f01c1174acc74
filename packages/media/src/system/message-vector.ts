import type { Foreign } from './foreign.ts';
import { Memory } from './memory.ts';
import { IPV6_BYTES } from './socket-address.ts';

/** `struct mmsghdr` and `struct iovec` of 64-bit Linux. */
const HEADER_BYTES = 64;
const NAME_LENGTH_AT = 8;
const VECTOR_AT = 16;
const VECTOR_LENGTH_AT = 24;
const LENGTH_AT = 56;
const VECTOR_BYTES = 16;
/** Of a `struct sockaddr`, aligned. */
const ADDRESS_BYTES = 32;
/** Of a datagram: an Ethernet frame's payload, and more than that. */
const DATAGRAM_BYTES = 2048;

/** So many datagrams with their addresses, as recvmmsg(2) and sendmmsg(2) take them. */
export class MessageVector {
  /** Room for each datagram. */
  readonly sizeBytes = DATAGRAM_BYTES;
  /** Where the datagrams lie: number `i` at `offsetOf(i)`. */
  readonly bytes: Uint8Array;
  /** Of `bytes`. */
  readonly address: number;
  readonly #count: number;
  readonly #headers: Memory;
  readonly #vectors: Memory;
  readonly #addresses: Memory;

  constructor(foreign: Foreign, count: number) {
    this.#count = count;
    this.#headers = new Memory(foreign, HEADER_BYTES * count);
    this.#vectors = new Memory(foreign, VECTOR_BYTES * count);
    this.#addresses = new Memory(foreign, ADDRESS_BYTES * count);
    const datagrams = new Memory(foreign, DATAGRAM_BYTES * count);
    this.bytes = datagrams.bytes;
    this.address = datagrams.address;
    for (let i = 0; i < count; i += 1) {
      const header = HEADER_BYTES * i;
      this.#headers.putSize(header, this.#addresses.address + ADDRESS_BYTES * i);
      this.#headers.putSize(header + VECTOR_AT, this.#vectors.address + VECTOR_BYTES * i);
      this.#headers.putSize(header + VECTOR_LENGTH_AT, 1);
      this.#vectors.putSize(VECTOR_BYTES * i, datagrams.address + this.offsetOf(i));
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Where message `i` and those behind it lie, for the kernel. */
  addressOf(i: number): number {
    return this.#headers.address + HEADER_BYTES * i;
  }

  offsetOf(i: number): number {
    return DATAGRAM_BYTES * i;
  }

  /** Room for datagrams to come, from number `first` on. */
  expect(first: number): void {
    const { view } = this.#headers;
    for (let i = first; i < this.#count; i += 1) {
      view.setUint32(HEADER_BYTES * i + NAME_LENGTH_AT, IPV6_BYTES, true);
      this.#vectors.view.setUint32(VECTOR_BYTES * i + 8, DATAGRAM_BYTES, true);
    }
  }

  /** Octets of datagram `i` as it was received. */
  lengthOf(i: number): number {
    return this.#headers.view.getUint32(HEADER_BYTES * i + LENGTH_AT, true);
  }

  /** Octets of the `struct sockaddr` that datagram `i` came from. */
  addressLengthOf(i: number): number {
    return this.#headers.view.getUint32(HEADER_BYTES * i + NAME_LENGTH_AT, true);
  }

  setLength(i: number, length: number): void {
    this.#headers.view.setUint32(HEADER_BYTES * i + LENGTH_AT, length, true);
  }

  /** Where the `struct sockaddr` of datagram `i` begins in `addresses`. */
  addressAt(i: number): number {
    return ADDRESS_BYTES * i;
  }

  get addresses(): Uint8Array {
    return this.#addresses.bytes;
  }

  /** Where it begins, for the kernel. */
  addressPointer(i: number): number {
    return this.#addresses.address + ADDRESS_BYTES * i;
  }

  putAddress(i: number, address: Uint8Array): void {
    this.#addresses.bytes.set(address, ADDRESS_BYTES * i);
  }

  /** Datagram `i`, which lies at its place, is `length` octets to whom a `struct sockaddr` elsewhere names. */
  direct(i: number, length: number, address: number, addressLength: number): void {
    const { view } = this.#headers;
    const header = HEADER_BYTES * i;
    this.#headers.putSize(header, address);
    view.setUint32(header + NAME_LENGTH_AT, addressLength, true);
    this.#vectors.view.setUint32(VECTOR_BYTES * i + 8, length, true);
  }
}
