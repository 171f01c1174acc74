import { formatReason, type Reason } from '../message/identity.ts';
import type { CallEnd } from './call-end.ts';
import type { DialogLink } from './dialog-link.ts';

/** How this end leaves a call. */
export interface EndOptions {
  /** Why, for the BYE or CANCEL (RFC 3326). */
  readonly reasons?: readonly Reason[];
  /** The final response of an incoming call that was not answered; 480 where missing. */
  readonly status?: number;
}

/** Reason fields; only what this end says itself goes out. */
export function reasonHeaders(end: CallEnd | undefined): readonly (readonly [string, string])[] {
  if (end === undefined || end.by === 'remote') return [];
  return end.reasons.map((reason) => ['Reason', formatReason(reason)] as const);
}

/** Sends the BYE; calls back when nothing more comes of it. */
export function sendBye(link: DialogLink, end: CallEnd | undefined, onAnswered: () => void): void {
  link.send({
    method: 'BYE',
    headers: reasonHeaders(end),
    onResponse: (response) => response.status >= 200 && onAnswered(),
    onFailure: onAnswered,
  });
}
