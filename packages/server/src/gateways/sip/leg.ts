import type { Dialog } from '@sky-genesis/sip';
import type { CallFacts } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';

/** One SIP session that is a member's part in a call. */
export interface SipLeg {
  readonly callId: string;
  /** Whose part: a user id, `trunk:<id>`, `key:<id>` or `ext:<leg id>`. */
  readonly member: string;
  /** Who is at the other end, whatever calls they are in: a user, a trunk or a key, by `peerOf`. */
  readonly peer: string;
  /** Undefined before the session is there. */
  readonly dialog: Dialog | undefined;
  /** What its sound has been agreed to come in; undefined before. */
  readonly codec: SipCodec | undefined;
  /** The call has changed. */
  follow(call: CallFacts): void;
  /** It goes on in another call, which it hears of next. */
  moveTo(callId: string, member: string): void;
  /** Another member has dialled. */
  hear(digits: string): void;
}
