import type { CallFacts } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';

/** One SIP session that is a member's part in a call. */
export interface SipLeg {
  readonly callId: string;
  /** Whose part: a user id, `trunk:<id>`, `key:<id>` or `ext:<leg id>`. */
  readonly member: string;
  /** What its sound has been agreed to come in; undefined before. */
  readonly codec: SipCodec | undefined;
  /** The call has changed. */
  follow(call: CallFacts): void;
  /** Another member has dialled. */
  hear(digits: string): void;
}
