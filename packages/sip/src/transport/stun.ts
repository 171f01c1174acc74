import { addressBytes } from '../message/ip-address.ts';
import type { SocketAddress } from './ports.ts';

/** RFC 8489 §5: what tells STUN from SIP on one socket, beside two zero bits at the start. */
const magicCookie = 0x2112a442;
const headerBytes = 20;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const xorMappedAddress = 0x0020;

/** A STUN message of the one method that keep-alives use (RFC 5626 §4.4.2, §8). */
export interface StunMessage {
  readonly kind: 'request' | 'success';
  /** 12 bytes. */
  readonly id: Uint8Array;
}

/** Whether a datagram is STUN and not SIP, whose messages begin with a letter. */
export function isStun(bytes: Uint8Array): boolean {
  const [first = 0xff] = bytes;
  return first < 4 && bytes.byteLength >= headerBytes;
}

/** Reads a Binding request or its success; `undefined` for everything else. */
export function readStun(bytes: Uint8Array): StunMessage | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isStun(bytes) || buffer.readUInt32BE(4) !== magicCookie) return undefined;
  if (buffer.readUInt16BE(2) !== buffer.byteLength - headerBytes) return undefined;
  const type = buffer.readUInt16BE(0);
  const id = Uint8Array.from(buffer.subarray(8, headerBytes));
  if (type === bindingRequest) return { kind: 'request', id };
  return type === bindingSuccess ? { kind: 'success', id } : undefined;
}

/** A Binding request without attributes; `id` has 12 bytes. */
export function writeBindingRequest(id: Uint8Array): Uint8Array {
  return Buffer.concat([headerOf(bindingRequest, 0), id]);
}

/** The answer to a Binding request: where it came from (RFC 8489 §14.2). */
export function writeBindingSuccess(id: Uint8Array, { address, port }: SocketAddress): Uint8Array {
  const value = addressBytes(address);
  const attribute = Buffer.alloc(8 + value.byteLength);
  attribute.writeUInt16BE(xorMappedAddress, 0);
  attribute.writeUInt16BE(4 + value.byteLength, 2);
  attribute.writeUInt8(value.byteLength === 4 ? 1 : 2, 5);
  attribute.writeUInt16BE(port ^ (magicCookie >>> 16), 6);
  const header = headerOf(bindingSuccess, attribute.byteLength);
  const mask = Buffer.concat([header.subarray(4), id]);
  value.forEach((byte, at) => {
    attribute[8 + at] = byte ^ (mask[at] ?? 0);
  });
  return Buffer.concat([header, id, attribute]);
}

function headerOf(type: number, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(length, 2);
  header.writeUInt32BE(magicCookie, 4);
  return header;
}
