import type { Reason } from '@sky-genesis/sip';
import type { EndReason } from '../../domain/calls/index.ts';
import { AppError, ERROR_CODES } from '../../kernel/index.ts';

/** How an end reason reads in SIP (RFC 3261 §21) and in Q.850 (ITU-T Q.850 table 1; RFC 3398 §8.2.6.1). */
interface Cause {
  readonly status: number;
  readonly q850: number;
}

const CAUSES: Readonly<Record<EndReason, Cause>> = {
  completed: { status: 480, q850: 16 },
  declined: { status: 603, q850: 21 },
  busy: { status: 486, q850: 17 },
  no_answer: { status: 480, q850: 19 },
  cancelled: { status: 487, q850: 16 },
  failed: { status: 500, q850: 41 },
  timeout: { status: 408, q850: 102 },
  unreachable: { status: 480, q850: 20 },
};

/** The final response to an INVITE whose call ended before it was answered. */
export function statusOf(reason: EndReason): number {
  return CAUSES[reason].status;
}

/** The final response to a request that could not be served. */
export function statusOfError(error: unknown): number {
  return error instanceof AppError ? ERROR_CODES[error.code].sip : 500;
}

/** Reason field of the BYE, CANCEL or response that ends a session (RFC 3326, RFC 6432). */
export function reasonsOf(reason: EndReason): readonly Reason[] {
  return [{ protocol: 'Q.850', cause: CAUSES[reason].q850, text: reason }];
}

/** RFC 3326 §2: what devices are told that ring no more, so that they note no missed call. */
export const ANSWERED_ELSEWHERE: readonly Reason[] = [
  { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
];

/** How an invited leg ends when its peer could not be had. */
export type LegFailure = 'busy' | 'declined' | 'no_answer' | 'unreachable' | 'failed';

const FAILURES: Readonly<Record<number, LegFailure>> = {
  403: 'declined',
  404: 'unreachable',
  408: 'no_answer',
  410: 'unreachable',
  480: 'no_answer',
  484: 'unreachable',
  486: 'busy',
  487: 'no_answer',
  600: 'busy',
  603: 'declined',
  604: 'unreachable',
  607: 'declined',
};

/** @param status the final response; undefined when nobody gave one */
export function failureOf(status: number | undefined): LegFailure {
  if (status === undefined) return 'unreachable';
  return FAILURES[status] ?? 'failed';
}

/** Statuses after which another trunk may be tried: nobody has been rung yet (RFC 3261 §21.5.4, §8.1.3.1). */
const TRY_NEXT = new Set([408, 500, 502, 503, 504]);

export function mayTryNext(status: number | undefined, hasRung: boolean): boolean {
  return !hasRung && (status === undefined || TRY_NEXT.has(status));
}
