import { type Reason, reasons } from '../message/identity.ts';
import type { SipMessage, SipResponse } from '../message/message.ts';
import type { SendFailure } from './sending.ts';

/** How a call ended. */
export interface CallEnd {
  readonly by: 'local' | 'remote' | 'stack';
  readonly cause: CallEndCause;
  /** The final response of the INVITE, where one that is no 2xx ended it. */
  readonly status: number | undefined;
  /** Reason of the BYE, the CANCEL or the response (RFC 3326), whoever sent it. */
  readonly reasons: readonly Reason[];
  /** The message of the peer that ended it. */
  readonly message: SipMessage | undefined;
}

export type CallEndCause =
  /** A BYE. */
  | 'hung-up'
  /** A CANCEL, or leaving before the answer. */
  | 'cancelled'
  /** A final response that is no 2xx. */
  | 'refused'
  /** No hop gave an answer. */
  | SendFailure
  /** The ACK of the 2xx, or the PRACK of a reliable response, never came. */
  | 'unacknowledged'
  /** Nobody refreshed the session in time (RFC 4028). */
  | 'expired'
  /** The peer knows nothing of the dialog any more (481), or does not answer (408). */
  | 'dialog-lost'
  /** Another call took its place (RFC 3891). */
  | 'replaced'
  /** The user agent was closed. */
  | 'closed';

export function endOf(
  by: CallEnd['by'],
  cause: CallEndCause,
  about: {
    readonly status?: number;
    readonly message?: SipMessage;
    readonly reasons?: readonly Reason[];
  } = {},
): CallEnd {
  const { status, message } = about;
  const given = about.reasons ?? (message ? reasons(message.headers) : []);
  return { by, cause, status, reasons: given, message };
}

/** A call that a final response refused. */
export function refusedBy(response: SipResponse): CallEnd {
  return endOf('remote', 'refused', { status: response.status, message: response });
}
