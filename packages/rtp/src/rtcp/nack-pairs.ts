/** A lost packet and a mask of the lost ones among the sixteen after it (RFC 4585 section 6.2.1). */
export interface NackPair {
  readonly first: number;
  readonly mask: number;
}

/** Packs sequence numbers, given in order, into as few pairs as that order allows. */
export function nackPairs(sequenceNumbers: readonly number[]): readonly NackPair[] {
  const pairs: { first: number; mask: number }[] = [];
  let open: { first: number; mask: number } | undefined;
  for (const sequenceNumber of sequenceNumbers) {
    const distance = open === undefined ? -1 : (sequenceNumber - open.first) & 0xffff;
    if (open !== undefined && distance <= 16) {
      if (distance > 0) open.mask |= 1 << (distance - 1);
    } else {
      open = { first: sequenceNumber, mask: 0 };
      pairs.push(open);
    }
  }
  return pairs;
}
