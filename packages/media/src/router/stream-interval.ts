import type { MediaKind } from '../negotiation/media-description.ts';

/** What happened to one stream since it was asked last. */
export interface StreamInterval {
  readonly kind: MediaKind;
  /** Packets that should have come, of those that the receiver's last report knows. */
  readonly expected: number;
  /** Negative where duplicates outnumber losses. */
  readonly lost: number;
  readonly jitterMs: number;
  /** Of payload. */
  readonly octets: number;
  /** How often a new picture was asked for. */
  readonly pictureLosses: number;
}
