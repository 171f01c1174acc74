import type { Clock } from '../clock.ts';
import type { SessionTimerWish } from '../dialog/session-timer.ts';
import type { Hop } from '../hop.ts';
import type { RandomBytes } from '../random.ts';
import type { TransactionLayer } from '../transaction/layer.ts';
import type { Timings } from '../transaction/timings.ts';
import type { DialogRegistry } from './dialog-registry.ts';
import type { DatagramLimits } from './message-size.ts';

/** What the parts of one user agent share. */
export interface AgentContext extends DatagramLimits {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timings: Timings;
  readonly transactions: TransactionLayer;
  readonly dialogs: DialogRegistry;
  /** What calls propose and take where they are not told otherwise. */
  readonly sessionTimer: SessionTimerWish;
  /** Where requests to a URI go (RFC 3263); empty where nowhere. */
  hopsOf(uri: string): Promise<readonly Hop[]>;
  /** Whether the flow that the hop names is still open. */
  hasFlow(hop: Hop): boolean;
  /** A keep-alive on the way to a hop; whether it was answered. */
  ping(hop: Hop): Promise<boolean>;
  /** Our Contact as seen from a hop, in its brackets; `sips` where the dialog is a secure one (RFC 3261 §8.1.1.8). */
  contactOf(hop: Hop, user: string | undefined, scheme?: 'sip' | 'sips'): string;
  /** Tells the application; what it throws goes to its own report, never into the stack, and gives `undefined`. */
  tell<T>(run: () => T): T | undefined;
}
