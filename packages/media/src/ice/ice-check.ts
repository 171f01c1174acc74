import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { addressBytes } from './ip-address.ts';

const HEADER_BYTES = 20;
const COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_INDICATION = 0x0011;
const BINDING_SUCCESS = 0x0101;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const XOR_MAPPED_ADDRESS = 0x0020;
const PRIORITY = 0x0024;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_MASK = 0x5354554e;

/** A connectivity check (RFC 8445 section 7.1): a STUN binding request with credentials. Roles are not looked at: ours is fixed. */
export interface IceCheck {
  /** The fragment of the side that is asked. */
  readonly ufrag: string;
  /** Whether the pair that it comes by is the one to use (section 7.1.2). */
  readonly nominates: boolean;
  /** Of the peer's candidate that it comes from (section 7.1.1); 0 where it says none. */
  readonly priority: number;
  /** Where MESSAGE-INTEGRITY begins. */
  readonly integrityAt: number;
}

/** Undefined for anything else. */
export function readIceCheck(message: Buffer): IceCheck | undefined {
  if (!isStun(message, BINDING_REQUEST)) return undefined;
  let ufrag: string | undefined;
  let nominates = false;
  let priority = 0;
  for (let at = HEADER_BYTES; at + 4 <= message.length; ) {
    const type = message.readUInt16BE(at);
    const length = message.readUInt16BE(at + 2);
    const next = at + 4 + Math.ceil(length / 4) * 4;
    if (next > message.length) return undefined;
    if (type === USERNAME)
      ufrag = message.toString('latin1', at + 4, at + 4 + length).split(':')[0];
    if (type === USE_CANDIDATE) nominates = true;
    if (type === PRIORITY && length === 4) priority = message.readUInt32BE(at + 4);
    if (type === MESSAGE_INTEGRITY && length === INTEGRITY_BYTES - 4)
      return ufrag === undefined ? undefined : { ufrag, nominates, priority, integrityAt: at };
    at = next;
  }
  return undefined;
}

/** What keeps a path open without an answer (RFC 8445 section 11). */
export function isKeepAlive(message: Buffer): boolean {
  return isStun(message, BINDING_INDICATION);
}

/** Whether whoever sent it knows the password of the side that is asked. */
export function isAuthentic(message: Buffer, check: IceCheck, password: string): boolean {
  const { integrityAt } = check;
  const wanted = integrityOf(message.subarray(0, integrityAt), password);
  return timingSafeEqual(wanted, message.subarray(integrityAt + 4, integrityAt + INTEGRITY_BYTES));
}

/** The success response to a check, which came from `address` (RFC 8489 section 6.3.1.1). */
export function answerTo(
  message: Buffer,
  { address, port }: { readonly address: string; readonly port: number },
  password: string,
): Buffer {
  const header = Buffer.from(message.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(BINDING_SUCCESS, 0);
  const bytes = addressBytes(address);
  const mapped = Buffer.alloc(8 + bytes.length);
  mapped.writeUInt16BE(XOR_MAPPED_ADDRESS, 0);
  mapped.writeUInt16BE(4 + bytes.length, 2);
  mapped.writeUInt8(bytes.length === 4 ? 1 : 2, 5);
  mapped.writeUInt16BE(port ^ (COOKIE >>> 16), 6);
  for (const [i, byte] of bytes.entries()) mapped.writeUInt8(byte ^ header.readUInt8(4 + i), 8 + i);
  return signed(Buffer.concat([header, mapped]), password);
}

function isStun(message: Buffer, type: number): boolean {
  if (message.length < HEADER_BYTES || message.readUInt16BE(0) !== type) return false;
  return (
    message.readUInt32BE(4) === COOKIE && message.readUInt16BE(2) === message.length - HEADER_BYTES
  );
}

/** Adds MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 sections 14.5 and 14.7). */
function signed(body: Buffer, password: string): Buffer {
  const integrity = Buffer.alloc(INTEGRITY_BYTES);
  integrity.writeUInt16BE(MESSAGE_INTEGRITY, 0);
  integrity.writeUInt16BE(INTEGRITY_BYTES - 4, 2);
  integrityOf(body, password).copy(integrity, 4);
  const whole = Buffer.concat([body, integrity, Buffer.alloc(FINGERPRINT_BYTES)]);
  const fingerprintAt = whole.length - FINGERPRINT_BYTES;
  whole.writeUInt16BE(whole.length - HEADER_BYTES, 2);
  whole.writeUInt16BE(FINGERPRINT, fingerprintAt);
  whole.writeUInt16BE(4, fingerprintAt + 2);
  const sum = (crc32(whole.subarray(0, fingerprintAt)) ^ FINGERPRINT_MASK) >>> 0;
  whole.writeUInt32BE(sum, fingerprintAt + 4);
  return whole;
}

/** Over what precedes it, with a length as if it ended the message. */
function integrityOf(before: Buffer, password: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(before.length - HEADER_BYTES + INTEGRITY_BYTES);
  return createHmac('sha1', password)
    .update(before.subarray(0, 2))
    .update(length)
    .update(before.subarray(4))
    .digest();
}
