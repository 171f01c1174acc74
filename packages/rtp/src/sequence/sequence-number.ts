/** Signed distance from `b` to `a` in 16-bit sequence space: -32,768 to 32,767. */
export function sequenceDistance(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** Whether `a` comes after `b` in 16-bit sequence space (RFC 1982 with 16 bits). */
export function isNewerSequence(a: number, b: number): boolean {
  return sequenceDistance(a, b) > 0;
}

/** Signed distance from `b` to `a` in 32-bit timestamp space. */
export function timestampDistance(a: number, b: number): number {
  return (a - b) | 0;
}
