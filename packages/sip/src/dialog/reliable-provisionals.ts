import type { Clock } from '../clock.ts';
import { cseqOf, parseRAck, parseRSeq } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Timings } from '../transaction/timings.ts';

/** Whether this response asks for a PRACK (RFC 3262 §4). */
export function isReliableProvisional({ status, headers }: SipResponse): boolean {
  const required = headers.values('require').some((tag) => tag.toLowerCase() === '100rel');
  return status > 100 && status < 200 && required && headers.has('rseq');
}

/** What the caller makes of a reliable provisional response. */
export type ProvisionalStep =
  /** In order: to be acknowledged by a PRACK with this RAck. */
  | { readonly kind: 'acknowledge'; readonly rack: string }
  /** Seen before, or out of order: dropped without a word (§4). */
  | { readonly kind: 'drop' };

/** The caller's side of RFC 3262 for one early dialog: takes each reliable response once and in order. */
export class ProvisionalReceiver {
  #latest: number | undefined;

  receive({ headers }: SipResponse): ProvisionalStep {
    const number = parseRSeq(headers.get('rseq') ?? '');
    const cseq = cseqOf(headers);
    if (number === undefined || cseq === undefined) return { kind: 'drop' };
    if (this.#latest !== undefined && number !== this.#latest + 1) return { kind: 'drop' };
    this.#latest = number;
    return { kind: 'acknowledge', rack: `${number} ${cseq.sequence} ${cseq.method}` };
  }
}

export interface ProvisionalSenderSettings {
  readonly transaction: ServerTransaction;
  readonly clock: Clock;
  readonly timings: Timings;
  /** The first RSeq, at random from 1 to 2³¹−1 (§3). */
  readonly firstNumber: number;
  /** No PRACK came within 64 T1: the INVITE is to be refused with a 5xx (§3). */
  readonly onUnacknowledged: () => void;
}

/**
 * The callee's side of RFC 3262 for one INVITE: repeats each reliable response until its PRACK, and holds the next one
 * back as long. A 2xx waits too where an unacknowledged response carries an offer or answer; see {@link isWaiting}.
 */
export class ProvisionalSender {
  readonly #settings: ProvisionalSenderSettings;
  readonly #queue: SipResponse[] = [];
  #number: number;
  #waiting: { readonly response: SipResponse; cancel: () => void } | undefined;

  constructor(settings: ProvisionalSenderSettings) {
    this.#settings = settings;
    this.#number = settings.firstNumber - 1;
  }

  /** Whether a PRACK is still awaited. */
  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** Sends a provisional response reliably, after those before it. */
  send(response: SipResponse): void {
    this.#queue.push(response);
    if (this.#waiting === undefined) this.#sendNext();
  }

  /** Takes a PRACK. `false` where it acknowledges nothing that waits: a 481. */
  acknowledge({ headers }: SipRequest): boolean {
    const rack = parseRAck(headers.get('rack') ?? '');
    const cseq = cseqOf(this.#settings.transaction.request.headers);
    if (this.#waiting === undefined || rack === undefined || cseq === undefined) return false;
    const fits = rack.sequence === cseq.sequence && rack.method === cseq.method;
    if (!fits || rack.responseNumber !== this.#number) return false;
    this.#waiting.cancel();
    this.#waiting = undefined;
    this.#sendNext();
    return true;
  }

  /**
   * A final response goes out: repeats and sends nothing more, but still takes the PRACK of what went out (§3). That is for a
   * 2xx; with a refusal the dialog goes, and a PRACK in it is 481.
   */
  stop(): void {
    this.#queue.length = 0;
    this.#waiting?.cancel();
  }

  #sendNext(): void {
    const response = this.#queue.shift();
    if (response === undefined) return;
    this.#number += 1;
    response.headers.append('Require', '100rel').set('RSeq', String(this.#number));
    this.#waiting = { response, cancel: () => {} };
    const { clock, timings } = this.#settings;
    this.#repeat(timings.t1Ms, clock.nowMs() + 64 * timings.t1Ms);
  }

  /** The pause doubles without bound (§3), unlike that of a 2xx. */
  #repeat(pauseMs: number, endMs: number): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const { clock, transaction, onUnacknowledged } = this.#settings;
    transaction.respond(waiting.response);
    const leftMs = endMs - clock.nowMs();
    waiting.cancel = clock.after(Math.min(pauseMs, leftMs), () => {
      if (clock.nowMs() < endMs) return this.#repeat(pauseMs * 2, endMs);
      this.#waiting = undefined;
      return onUnacknowledged();
    });
  }
}
