import type { Replaces } from '@sky-genesis/sip';
import type { PhoneCalls } from '../../domain/calls/index.ts';
import type { PhoneLines, SipCodec, SrtpMode } from '../../domain/telephony/index.ts';
import type { Logger, Scope } from '../../kernel/index.ts';
import type { SipLeg } from './leg.ts';
import type { LegBook } from './leg-book.ts';

/** What legs are made of, and whom they tell. */
export interface LegParts {
  readonly calls: PhoneCalls;
  readonly lines: PhoneLines;
  readonly book: LegBook;
  readonly logger: Logger;
  /** Preferred first. */
  readonly codecs: readonly SipCodec[];
  readonly srtp: SrtpMode;
  readonly latch: 'port' | 'any';
  readonly systemScope: (org: string) => Scope;
  /** The phone has dialled. */
  dialled(leg: SipLeg, scope: Scope, digit: string): void;
  /** The phone holds the others, or does not any more. */
  held(leg: SipLeg, scope: Scope, held: boolean): void;
  /**
   * The phone puts the others through to `to`. Tells the final SIP status of that.
   * @throws AppError as `Calls.transfer`
   */
  transfer(leg: SipLeg, scope: Scope, to: string, tell: (status: number) => void): Promise<void>;
  /** The same to those of another session of the phone's. @throws AppError as `Calls.join` */
  join(
    leg: SipLeg,
    scope: Scope,
    replaces: Replaces,
    tell: (status: number) => void,
  ): Promise<void>;
  /** The phone goes on in the place of another of the member's. */
  tookOver(leg: SipLeg, scope: Scope, device: string): void;
  /** The phone has hung up, or has lost its media. */
  hungUp(leg: SipLeg, scope: Scope): void;
  /** The leg is over; its trunk has a channel more. */
  released(): void;
}
