import type { SipRequest, SipResponse } from '../message/message.ts';
import { parseMinSe, parseSessionExpires } from '../message/session-headers.ts';

/** RFC 4028 §4: no interval is shorter. */
export const shortestSessionS = 90;

/** A session interval that both ends know. */
export interface SessionInterval {
  readonly intervalS: number;
  /** Whether this end sends the refreshes. */
  readonly weRefresh: boolean;
}

/** What this end wants: the interval that it proposes and the shortest that it takes. */
export interface SessionTimerWish {
  readonly intervalS: number;
  readonly minimumS: number;
}

/** What a UAS makes of a request (RFC 4028 §9). */
export type TimerAnswer =
  /** 422 with `Min-SE`. */
  | { readonly kind: 'too-short'; readonly minimumS: number }
  /** The session goes without a timer. */
  | { readonly kind: 'none' }
  /** `headers` go into the 2xx. */
  | {
      readonly kind: 'timed';
      readonly interval: SessionInterval;
      readonly headers: readonly (readonly [name: string, value: string])[];
    };

/** Answers the Session-Expires of an INVITE or UPDATE, or asks for one where it has none. */
export function answerSessionTimer({ headers }: SipRequest, wish: SessionTimerWish): TimerAnswer {
  const asked = parseSessionExpires(headers.get('session-expires') ?? '');
  const theyKnow = headers.values('supported').some((tag) => tag.toLowerCase() === 'timer');
  const theirMinimumS = parseMinSe(headers.get('min-se') ?? '') ?? shortestSessionS;
  if (asked !== undefined && asked.intervalS < wish.minimumS) {
    // §9: a UAC that knows no timers can't be told 422, and its proxy asked in its place.
    return theyKnow ? { kind: 'too-short', minimumS: wish.minimumS } : { kind: 'none' };
  }
  const proposedS = asked?.intervalS ?? wish.intervalS;
  const intervalS = Math.max(Math.min(proposedS, wish.intervalS), theirMinimumS, wish.minimumS);
  // §9 table 2: an end that knows no timers can't refresh.
  const refresher = theyKnow ? (asked?.refresher ?? 'uac') : 'uas';
  const required = refresher === 'uac' ? [['Require', 'timer'] as const] : [];
  return {
    kind: 'timed',
    interval: { intervalS, weRefresh: refresher === 'uas' },
    headers: [...required, ['Session-Expires', `${intervalS};refresher=${refresher}`]],
  };
}

/** The fields of an INVITE or UPDATE of ours (§7.1). In a refresh the roles stay as they are (§7.4). */
export function sessionTimerHeaders(
  wish: SessionTimerWish,
  current?: SessionInterval,
): readonly (readonly [name: string, value: string])[] {
  const role = current && (current.weRefresh ? ';refresher=uac' : ';refresher=uas');
  const intervalS = Math.max(current?.intervalS ?? wish.intervalS, wish.minimumS);
  return [
    ['Supported', 'timer'],
    ['Session-Expires', `${intervalS}${role ?? ''}`],
    ['Min-SE', String(wish.minimumS)],
  ];
}

/** The interval that a 2xx to such a request sets (§7.2); `undefined` where the session goes without. */
export function agreedInterval({ headers }: SipResponse): SessionInterval | undefined {
  const agreed = parseSessionExpires(headers.get('session-expires') ?? '');
  if (agreed === undefined || agreed.intervalS < shortestSessionS) return undefined;
  return { intervalS: agreed.intervalS, weRefresh: agreed.refresher !== 'uas' };
}

/** What to wish for after a 422 (§7.3); `undefined` where it does not say, so that asking again is useless. */
export function wishAfterTooShort(
  { headers }: SipResponse,
  wish: SessionTimerWish,
): SessionTimerWish | undefined {
  const minimumS = parseMinSe(headers.get('min-se') ?? '');
  if (minimumS === undefined || minimumS <= wish.minimumS) return undefined;
  return { intervalS: Math.max(wish.intervalS, minimumS), minimumS };
}

/** When this end acts, after the latest refresh (§10): it refreshes at the half, or ends a session that nobody refreshed. */
export function sessionDeadline({ intervalS, weRefresh }: SessionInterval): {
  readonly act: 'refresh' | 'end';
  readonly afterMs: number;
} {
  if (weRefresh) return { act: 'refresh', afterMs: intervalS * 500 };
  return { act: 'end', afterMs: (intervalS - Math.min(32, Math.floor(intervalS / 3))) * 1_000 };
}
