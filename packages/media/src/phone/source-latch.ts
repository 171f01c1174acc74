import type { Remote } from './plain-socket.ts';

/**
 * From where RTP is taken beside the address that signaling named: from nowhere else; from another port of
 * that address; or from anywhere, for a telephone behind a NAT that signaling does not see through.
 */
export type LatchPolicy = 'none' | 'port' | 'any';

/** So many packets in order another source has to send before it is believed. */
const PROBATION = 4;
/** Other sources that are considered at a time. */
const MAX_CANDIDATES = 4;

interface Candidate {
  readonly from: Remote;
  readonly ssrc: number;
  next: number;
  count: number;
}

/**
 * Finds where RTP really comes from, and sends there (symmetric RTP, RFC 4961), without letting itself be
 * led away: RFC 7362 section 5. The source that signaling named is taken at its first packet, another one
 * after some in a row of one stream; the first that is taken stays, whatever else arrives, until
 * signaling names a new one. With SRTP only authentic packets get here.
 */
export class SourceLatch {
  readonly #named: Remote;
  readonly #policy: LatchPolicy;
  readonly #candidates: Candidate[] = [];
  #locked: Remote | undefined;

  constructor(named: Remote, policy: LatchPolicy) {
    this.#named = named;
    this.#policy = policy;
  }

  /** Where to send to. */
  get target(): Remote {
    return this.#locked ?? this.#named;
  }

  /** Whether a packet of this source is to be taken. */
  accepts(from: Remote, ssrc: number, sequenceNumber: number): boolean {
    if (this.#locked !== undefined) return same(this.#locked, from);
    // Whoever forges one may write port 0 (RFC 768); to send there is an error.
    if (from.port === 0) return false;
    if (same(this.#named, from)) {
      this.#lock(from);
      return true;
    }
    if (this.#policy === 'none') return false;
    if (this.#policy === 'port' && from.address !== this.#named.address) return false;
    return this.#consider(from, ssrc, sequenceNumber);
  }

  #consider(from: Remote, ssrc: number, sequenceNumber: number): boolean {
    const known = this.#candidates.find((each) => same(each.from, from) && each.ssrc === ssrc);
    if (known === undefined) {
      if (this.#candidates.length >= MAX_CANDIDATES) this.#candidates.shift();
      this.#candidates.push({ from, ssrc, next: (sequenceNumber + 1) & 0xffff, count: 1 });
      return false;
    }
    known.count = sequenceNumber === known.next ? known.count + 1 : 1;
    known.next = (sequenceNumber + 1) & 0xffff;
    if (known.count < PROBATION) return false;
    this.#lock(from);
    return true;
  }

  #lock({ address, port }: Remote): void {
    this.#locked = { address, port };
    this.#candidates.length = 0;
  }
}

function same(a: Remote, b: Remote): boolean {
  return a.address === b.address && a.port === b.port;
}
