/** Who acts. `trunk` is who calls in over one; `system` is the server itself (a timer, a start-up repair). */
export interface Principal {
  readonly kind: 'user' | 'key' | 'trunk' | 'system';
  /** User id, key id, trunk id, or `system`. */
  readonly id: string;
  readonly grants: ReadonlySet<Grant>;
}

/**
 * Whose data, and on whose behalf: every port takes one. Nothing outside `org` is visible through it.
 */
export interface Scope {
  readonly org: string;
  readonly principal: Principal;
  /** What the request came through, for events and the audit stream. */
  readonly source: Source;
  /** W3C trace id of the request, 32 hex digits, for log lines. */
  readonly traceId?: string;
}

export type Source = 'http' | 'ws' | 'sip' | 'agi' | 'cli' | 'system';

/** OAuth-style scopes. A user's token holds `USER_GRANTS` unless it names fewer, and `calls:external` where the user may. */
export const GRANTS = [
  'calls:read',
  'calls:write',
  'calls:on_behalf',
  'calls:external',
  'rooms:read',
  'rooms:write',
  'rooms:join',
  'presence:read',
  'presence:write',
  'presence:write:any',
  'chat:read',
  'chat:write',
  'users:read',
  'users:write',
  'keys:write',
  'tokens:issue',
  'notify:write',
  'sip:inbound',
  'events:read',
  'metrics:read',
  'voip:admin',
] as const;

export type Grant = (typeof GRANTS)[number];

export const USER_GRANTS: readonly Grant[] = [
  'calls:read',
  'calls:write',
  'rooms:read',
  'rooms:write',
  'rooms:join',
  'presence:read',
  'presence:write',
  'chat:read',
  'chat:write',
  'users:read',
];

/** `voip:admin` sees and may do everything inside its organisation. */
export function holds(principal: Principal, grant: Grant): boolean {
  return principal.grants.has(grant) || principal.grants.has('voip:admin');
}

export function systemScope(org: string): Scope {
  const principal: Principal = { kind: 'system', id: 'system', grants: new Set(['voip:admin']) };
  return { org, principal, source: 'system' };
}
