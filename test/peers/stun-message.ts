import { createHash, createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Methods and classes of a message type (RFC 8489 §5, RFC 8656 §17), as this client needs them. */
export const STUN_TYPES = {
  bindingRequest: 0x0001,
  bindingSuccess: 0x0101,
  allocateRequest: 0x0003,
  refreshRequest: 0x0004,
  createPermissionRequest: 0x0008,
} as const;

export const STUN_ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  software: 0x8022,
  fingerprint: 0x8028,
} as const;

export type Attribute = readonly [type: number, value: Buffer];

export interface LongTermKey {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
}

const headerBytes = 20;
const integrityBytes = 24;
const cookie = 0x2112a442;

/** A request; with a key it ends with MESSAGE-INTEGRITY (RFC 8489 §14.5, MD5 long-term key of §9.2.2). */
export function encodeRequest(
  type: number,
  transactionId: Buffer,
  attributes: readonly Attribute[],
  key?: LongTermKey,
): Buffer {
  const body = Buffer.concat(attributes.map(encodeAttribute));
  if (key === undefined) return Buffer.concat([header(type, body.length, transactionId), body]);
  const signed = Buffer.concat([header(type, body.length + integrityBytes, transactionId), body]);
  const secret = createHash('md5').update(`${key.username}:${key.realm}:${key.password}`).digest();
  const integrity = createHmac('sha1', secret).update(signed).digest();
  return Buffer.concat([signed, encodeAttribute([STUN_ATTRIBUTES.messageIntegrity, integrity])]);
}

export interface StunAnswer {
  readonly type: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** 401, 403, 438 …; undefined in a success. */
  readonly errorCode: number | undefined;
}

/** The answer to one transaction; undefined for anything else. */
export function decodeAnswer(message: Buffer, transactionId: Buffer): StunAnswer | undefined {
  const ours =
    message.length >= headerBytes && message.subarray(8, headerBytes).equals(transactionId);
  if (!ours) return undefined;
  const attributes = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  const error = attributes.get(STUN_ATTRIBUTES.errorCode);
  const errorCode = error === undefined ? undefined : error.readUInt8(2) * 100 + error.readUInt8(3);
  return { type: message.readUInt16BE(0), attributes, errorCode };
}

/** XOR-PEER-ADDRESS (RFC 8489 §14.2) of an IPv4 or IPv6 address. */
export function xorAddress(address: string, port: number, transactionId: Buffer): Buffer {
  const mask = Buffer.concat([header(0, 0, transactionId).subarray(4, 8), transactionId]);
  const bytes = addressBytes(address);
  const value = Buffer.alloc(4 + bytes.length);
  value.writeUInt8(bytes.length === 4 ? 1 : 2, 1);
  value.writeUInt16BE(port ^ (cookie >>> 16), 2);
  for (const [index, byte] of bytes.entries()) {
    value.writeUInt8(byte ^ mask.readUInt8(index), 4 + index);
  }
  return value;
}

function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes every IPv6 address in its shortest hexadecimal form.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - after.length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function encodeAttribute([type, value]: Attribute): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

function header(type: number, length: number, transactionId: Buffer): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(cookie, 4);
  transactionId.copy(bytes, 8);
  return bytes;
}
