import type { HeaderFields } from './header-fields.ts';

/** A request (RFC 3261 §7.1). */
export interface SipRequest {
  readonly kind: 'request';
  /** Case counts: `INVITE`. */
  readonly method: string;
  /** As written; {@link parseUri} reads it. */
  readonly uri: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** A response (RFC 3261 §7.2). */
export interface SipResponse {
  readonly kind: 'response';
  /** 100 to 699. */
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

export type SipMessage = SipRequest | SipResponse;

export const noBody: Uint8Array = new Uint8Array(0);
