// Network-order access to a byte array. Reads past the end yield zeros and writes past it vanish, so
// no parser can throw on a short packet; who needs to know about a missing byte checks lengths first.
// Plain typed-array loads are inlined by V8 and cost no DataView per packet.

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function u16(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1);
}

export function u24(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 16) | u16(bytes, at + 1);
}

export function i24(bytes: Uint8Array, at: number): number {
  return (u24(bytes, at) << 8) >> 8;
}

export function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function putU24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16;
  putU16(bytes, at + 1, value);
}

export function putU32(bytes: Uint8Array, at: number, value: number): void {
  putU16(bytes, at, value >>> 16);
  putU16(bytes, at + 2, value);
}

/** Copies `length` bytes; ranges of one array may overlap. The caller has checked both bounds. */
export function copyBytes(
  from: Uint8Array,
  start: number,
  length: number,
  to: Uint8Array,
  at: number,
): void {
  // Below some 32 bytes a loop is cheaper than the call into the runtime that `set` is.
  if (length > 32) to.set(from.subarray(start, start + length), at);
  else if (start >= at) for (let i = 0; i < length; i += 1) to[at + i] = u8(from, start + i);
  else for (let i = length - 1; i >= 0; i -= 1) to[at + i] = u8(from, start + i);
}
