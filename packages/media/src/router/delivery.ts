import type { ReportBlock } from '@sky-genesis/rtp';
import type { MediaKind } from '../negotiation/media-description.ts';
import type { StreamInterval } from './stream-interval.ts';

/** How one stream we send arrives, by its receiver's reports (RFC 3550 section 6.4.1). */
export class Delivery {
  octets = 0;
  /** How often the receiver asked for a new picture. */
  pictureLosses = 0;
  readonly #kind: MediaKind;
  readonly #clockRate: number;
  #report: ReportBlock | undefined;
  #taken = { sequence: 0, lost: 0, octets: 0, pictureLosses: 0 };

  constructor(kind: MediaKind, clockRate: number) {
    this.#kind = kind;
    this.#clockRate = clockRate;
  }

  takeReport(block: ReportBlock): void {
    if (this.#report === undefined)
      this.#taken = { ...this.#taken, sequence: block.highestSequence, lost: block.cumulativeLost };
    this.#report = block;
  }

  /** What happened since the last call, as far as the receiver has reported. */
  takeInterval(): StreamInterval {
    const before = this.#taken;
    const { octets, pictureLosses } = this;
    const sequence = this.#report?.highestSequence ?? before.sequence;
    const lost = this.#report?.cumulativeLost ?? before.lost;
    this.#taken = { sequence, lost, octets, pictureLosses };
    return {
      kind: this.#kind,
      expected: Math.max(0, (sequence - before.sequence) | 0),
      lost: lost - before.lost,
      jitterMs: ((this.#report?.jitter ?? 0) * 1000) / this.#clockRate,
      octets: octets - before.octets,
      pictureLosses: pictureLosses - before.pictureLosses,
    };
  }
}
