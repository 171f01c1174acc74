import type { HeaderList } from '../message/header-fields.ts';

export interface ProgressOptions {
  /** Early media: the answer to the INVITE's offer, or an offer where it had none (then `reliable` is needed). */
  readonly description?: Uint8Array;
  /** Repeat it until the caller acknowledges it (RFC 3262). Always so where the caller requires it; never where it can't. */
  readonly reliable?: boolean;
  readonly headers?: HeaderList;
  readonly reason?: string;
}

export interface AcceptOptions {
  /** The answer, or the offer where the INVITE had none. May be missing where a provisional response carried it. */
  readonly description?: Uint8Array;
  readonly headers?: HeaderList;
}
