import type { Clock } from '../clock.ts';
import type { SipResponse } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { defaultTimings, type Timings } from '../transaction/timings.ts';

/** What {@link repeatSuccess} needs. */
export interface RepeatSettings {
  readonly transaction: ServerTransaction;
  /** The 2xx. */
  readonly response: SipResponse;
  readonly clock: Clock;
  /** RFC 3261's where missing. */
  readonly timings?: Timings;
  /** No ACK came within 64 T1: the dialog stands, and its session should be ended by a BYE. */
  readonly onUnacknowledged: () => void;
}

/**
 * Sends the 2xx of an INVITE and repeats it until the caller has its ACK (RFC 3261 §13.3.1.4), on reliable
 * transports too, since a proxy behind them may lose it. The result is to be called when the ACK is there.
 */
export function repeatSuccess(settings: RepeatSettings): () => void {
  const { transaction, response, clock, timings = defaultTimings } = settings;
  let cancel = () => {};
  const endMs = clock.nowMs() + 64 * timings.t1Ms;
  const sendAndWait = (pauseMs: number) => {
    transaction.respond(response);
    cancel = clock.after(pauseMs, () => {
      if (clock.nowMs() >= endMs) settings.onUnacknowledged();
      else sendAndWait(Math.min(2 * pauseMs, timings.t2Ms));
    });
  };
  sendAndWait(timings.t1Ms);
  return () => cancel();
}
