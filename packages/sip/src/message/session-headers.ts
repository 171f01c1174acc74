import { maxUint32, parseInteger } from './grammar.ts';
import { parseNameAddr } from './name-addr.ts';
import type { Uri } from './uri.ts';
import { parseValueWithParameters, type ValueWithParameters } from './value-with-parameters.ts';

/** Session-Expires (RFC 4028 §4). */
export interface SessionExpires {
  readonly intervalS: number;
  /** Who refreshes; `undefined` where the field leaves it open. */
  readonly refresher: 'uac' | 'uas' | undefined;
}

/** Parses Session-Expires; an unknown refresher counts as none. */
export function parseSessionExpires(text: string): SessionExpires | undefined {
  const parsed = parseValueWithParameters(text);
  const intervalS = parseInteger(parsed?.value ?? '', maxUint32);
  if (parsed === undefined || intervalS === undefined) return undefined;
  const refresher = parsed.parameters.get('refresher')?.toLowerCase();
  return {
    intervalS,
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined,
  };
}

/** Parses Min-SE (RFC 4028 §5) in seconds. */
export function parseMinSe(text: string): number | undefined {
  return parseInteger(parseValueWithParameters(text)?.value ?? '', maxUint32);
}

/** Replaces (RFC 3891 §6.1): the dialog that a new call takes the place of, seen from its receiver. */
export interface Replaces {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  readonly earlyOnly: boolean;
}

export function parseReplaces(text: string): Replaces | undefined {
  const parsed = parseValueWithParameters(text);
  const toTag = parsed?.parameters.get('to-tag');
  const fromTag = parsed?.parameters.get('from-tag');
  if (!parsed || !toTag || !fromTag || /\s/.test(parsed.value)) return undefined;
  const earlyOnly = parsed.parameters.has('early-only');
  return { callId: parsed.value, toTag, fromTag, earlyOnly };
}

/** Refer-To (RFC 3515 §2.1), with the Replaces that an attended transfer hides in its URI. */
export interface ReferTo {
  readonly uri: Uri;
  readonly replaces: Replaces | undefined;
}

export function parseReferTo(text: string): ReferTo | undefined {
  const address = parseNameAddr(text);
  if (address === undefined) return undefined;
  const { uri } = address;
  const escaped = 'headers' in uri ? uri.headers.get('replaces') : undefined;
  if (escaped === undefined) return { uri, replaces: undefined };
  const replaces = parseReplaces(decodeHeader(escaped));
  return replaces === undefined ? undefined : { uri, replaces };
}

function decodeHeader(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Event (RFC 6665 §8.2.1); the package in lower case, its `id` in the parameters. */
export function parseEvent(text: string): ValueWithParameters | undefined {
  const parsed = parseValueWithParameters(text);
  return parsed && { ...parsed, value: parsed.value.toLowerCase() };
}

/** Subscription-State (RFC 6665 §8.2.3). */
export interface SubscriptionState {
  /** `active`, `pending`, `terminated` or an extension, in lower case. */
  readonly state: string;
  readonly reason: string | undefined;
  readonly expiresS: number | undefined;
}

export function parseSubscriptionState(text: string): SubscriptionState | undefined {
  const parsed = parseValueWithParameters(text);
  if (parsed === undefined) return undefined;
  return {
    state: parsed.value.toLowerCase(),
    reason: parsed.parameters.get('reason')?.toLowerCase(),
    expiresS: parseInteger(parsed.parameters.get('expires') ?? '', maxUint32),
  };
}
