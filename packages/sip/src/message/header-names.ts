/** Compact forms (RFC 3261 §7.3.3 and the extensions that registered one) to long names. */
const compact: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Header fields whose values may be joined by commas (§7.3.1); the others are one value whole. */
const joined: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'alert-info',
  'allow',
  'allow-events',
  'call-info',
  'contact',
  'content-encoding',
  'content-language',
  'diversion',
  'error-info',
  'history-info',
  'in-reply-to',
  'p-asserted-identity',
  'p-preferred-identity',
  'path',
  'proxy-require',
  'reason',
  'record-route',
  'require',
  'route',
  'security-client',
  'security-server',
  'security-verify',
  'service-route',
  'supported',
  'unsupported',
  'via',
  'warning',
]);

/** Header fields that may stand once in a message (§7.3.1, and their own definitions). */
export const singleHeaders: ReadonlySet<string> = new Set([
  'call-id',
  'content-disposition',
  'content-length',
  'content-type',
  'cseq',
  'event',
  'expires',
  'from',
  'max-forwards',
  'min-expires',
  'min-se',
  'rack',
  'refer-to',
  'referred-by',
  'replaces',
  'rseq',
  'session-expires',
  'subscription-state',
  'to',
]);

/** Keys of names as they are written again and again; peers can fill it, so it is bounded. */
const keys = new Map<string, string>();
const maxKeys = 1_000;

/** The long name in lower case: what `V`, `via` and `Via` have in common. */
export function headerKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const key = lower.length === 1 ? (compact[lower] ?? lower) : lower;
  if (keys.size < maxKeys) keys.set(name, key);
  return key;
}

/** Whether commas separate values in this field; `key` as {@link headerKey} gives it. */
export function isJoined(key: string): boolean {
  return joined.has(key);
}
