import {
  assertedIdentities,
  type NameAddr,
  parseNameAddr,
  parseUri,
  privacy,
  type SipRequest,
} from '@sky-genesis/sip';

/** Who calls, as people are shown it. */
export interface CallerId {
  /** Digits, or the user part of an address; undefined for who withholds it. */
  readonly number: string | undefined;
  readonly name: string | undefined;
}

const MAX_LENGTH = 100;

/**
 * P-Asserted-Identity of a trusted peer (RFC 3325), else From. Who asks for privacy (RFC 3323) is not shown.
 * @param trusted whether the peer has proved who it is
 */
export function callerOf({ headers }: SipRequest, trusted: boolean): CallerId {
  const wishes = privacy(headers);
  if (wishes.has('id') || wishes.has('user') || wishes.has('header')) return NOBODY;
  const [asserted] = trusted ? assertedIdentities(headers) : [];
  const from = parseNameAddr(headers.get('from') ?? '');
  const shown = asserted ?? from;
  return shown === undefined ? NOBODY : callerIn(shown);
}

const NOBODY: CallerId = { number: undefined, name: undefined };

function callerIn({ uri, displayName }: NameAddr): CallerId {
  const number = 'number' in uri ? uri.number : 'user' in uri ? uri.user : undefined;
  if (number?.toLowerCase() === 'anonymous') return NOBODY;
  return { number: plain(number), name: plain(displayName) };
}

/** The part of a request's target that says who is wanted: a number, a user, `call_…`. */
export function targetOf(uri: string): string | undefined {
  const parsed = parseUri(uri);
  if (parsed === undefined) return undefined;
  if ('number' in parsed) return plain(parsed.number);
  return 'user' in parsed ? plain(parsed.user) : undefined;
}

function plain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const shown = [...text].filter((letter) => letter >= ' ' && letter !== '\u007f').join('');
  return shown.trim() === '' ? undefined : shown.trim().slice(0, MAX_LENGTH);
}
