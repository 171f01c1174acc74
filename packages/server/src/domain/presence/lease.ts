import type { Presence, PresenceStatus } from './presence.ts';

/** One user's lease: it lives while a connection, the grace after the last one, or a ttl holds it. */
export interface Lease {
  readonly org: string;
  readonly userId: string;
  readonly connections: Set<string>;
  /** What the user said; undefined: nothing, so a connection alone makes them online. */
  stated: PresenceStatus | undefined;
  statusMessage: string | null;
  inCall: boolean;
  visible: Presence;
  cancelExpiry: (() => void) | undefined;
}

export function newLease(org: string, userId: string): Lease {
  return {
    org,
    userId,
    connections: new Set(),
    stated: undefined,
    statusMessage: null,
    inCall: false,
    visible: offline(org, userId, 0),
    cancelExpiry: undefined,
  };
}

export function offline(org: string, userId: string, sinceMs: number): Presence {
  return { org, userId, status: 'offline', statusMessage: null, sinceMs };
}

/**
 * What others see: a call makes busy whoever is online or away. Do-not-disturb says more than busy, and
 * who appears offline does not want to be seen, so both stay.
 */
export function visibleStatus(lease: Lease): PresenceStatus {
  const stated = lease.stated ?? 'online';
  return lease.inCall && (stated === 'online' || stated === 'away') ? 'busy' : stated;
}
