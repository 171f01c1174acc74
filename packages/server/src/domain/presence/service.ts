import { AppError, type Clock, holds, type Logger, type Scope } from '../../kernel/index.ts';
import { isSelf, requireGrant } from '../access/index.ts';
import { type Lease, newLease, offline, visibleStatus } from './lease.ts';
import type { Presence, PresenceChange } from './presence.ts';

export interface PresenceOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a lease outlives its last connection, so that a reconnect shows no flicker. */
  readonly graceMs?: number;
  /** How long a status set without a connection lasts, unless it says so itself. */
  readonly ttlS?: number;
}

type Listener = (presence: Presence) => void;

/** Presence of all organisations, in memory: after a crash everybody is offline until they are back. */
export class PresenceService {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #graceMs: number;
  readonly #ttlS: number;
  /** org → user → lease. */
  readonly #leases = new Map<string, Map<string, Lease>>();
  readonly #listeners = new Set<Listener>();

  constructor(options: PresenceOptions) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#graceMs = options.graceMs ?? 5_000;
    this.#ttlS = options.ttlS ?? 300;
  }

  /** A connection of the user has opened. */
  attach(org: string, userId: string, connectionId: string): void {
    const lease = this.#lease(org, userId);
    lease.connections.add(connectionId);
    this.#endAfter(lease, undefined);
    this.#show(lease);
  }

  /** That connection has closed. The last one takes the lease with it after the grace. */
  detach(org: string, userId: string, connectionId: string): void {
    const lease = this.#leases.get(org)?.get(userId);
    if (lease === undefined || !lease.connections.delete(connectionId)) return;
    if (lease.connections.size === 0) this.#endAfter(lease, this.#graceMs);
  }

  /**
   * Sets what the user says about themselves. Without a connection it is a lease of its own.
   * @throws AppError `scope_missing`; `presence_foreign_user` for somebody else's presence without
   * `presence:write:any`.
   */
  update(scope: Scope, userId: string, change: PresenceChange): Presence {
    this.requireMaySet(scope, userId);
    const lease = this.#lease(scope.org, userId);
    lease.stated = change.status;
    if (change.statusMessage !== undefined) lease.statusMessage = change.statusMessage;
    if (lease.connections.size === 0) {
      this.#endAfter(lease, change.status === 'offline' ? 0 : (change.ttlS ?? this.#ttlS) * 1000);
    }
    this.#show(lease);
    return lease.visible;
  }

  /** @throws AppError as `update`. */
  requireMaySet(scope: Scope, userId: string): void {
    requireGrant(scope, 'presence:write');
    if (!isSelf(scope, userId) && !holds(scope.principal, 'presence:write:any')) {
      throw new AppError('presence_foreign_user', { params: { user: userId } });
    }
  }

  /** @throws AppError `scope_missing` without `presence:read`. */
  get(scope: Scope, userId: string): Presence {
    requireGrant(scope, 'presence:read');
    return this.#leases.get(scope.org)?.get(userId)?.visible ?? offline(scope.org, userId, 0);
  }

  /**
   * Everybody of the organisation who is not offline, by user id.
   * @throws AppError `scope_missing` without `presence:read`.
   */
  list(scope: Scope): readonly Presence[] {
    requireGrant(scope, 'presence:read');
    const leases = [...(this.#leases.get(scope.org)?.values() ?? [])];
    return leases
      .map((lease) => lease.visible)
      .filter((presence) => presence.status !== 'offline')
      .sort((a, b) => (a.userId < b.userId ? -1 : 1));
  }

  /** Whether the user has a live connection now. Says nothing about what they show to others. */
  isConnected(org: string, userId: string): boolean {
    return (this.#leases.get(org)?.get(userId)?.connections.size ?? 0) > 0;
  }

  /** The user has joined a conversation, or left their last one. */
  setInCall(org: string, userId: string, inCall: boolean): void {
    const known = this.#leases.get(org)?.get(userId);
    if (known === undefined && !inCall) return;
    const lease = known ?? this.#lease(org, userId);
    lease.inCall = inCall;
    if (held(lease)) this.#show(lease);
    else if (!inCall) this.#end(lease);
  }

  /** Hears every visible change. A listener that throws is logged and stops neither the others nor us. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #lease(org: string, userId: string): Lease {
    const users = this.#leases.get(org) ?? new Map<string, Lease>();
    const lease = users.get(userId) ?? newLease(org, userId);
    users.set(userId, lease);
    this.#leases.set(org, users);
    return lease;
  }

  #endAfter(lease: Lease, delayMs: number | undefined): void {
    lease.cancelExpiry?.();
    lease.cancelExpiry =
      delayMs === undefined ? undefined : this.#clock.schedule(delayMs, () => this.#end(lease));
  }

  /** Who is still in a call keeps the entry for the day a connection returns, but is offline. */
  #end(lease: Lease): void {
    lease.cancelExpiry?.();
    lease.cancelExpiry = undefined;
    lease.stated = undefined;
    lease.statusMessage = null;
    if (!lease.inCall) this.#forget(lease);
    if (lease.visible.status === 'offline') return;
    this.#publish(lease, offline(lease.org, lease.userId, this.#clock.nowMs()));
  }

  #forget(lease: Lease): void {
    const users = this.#leases.get(lease.org);
    users?.delete(lease.userId);
    if (users?.size === 0) this.#leases.delete(lease.org);
  }

  #show(lease: Lease): void {
    const { visible, statusMessage } = lease;
    const status = visibleStatus(lease);
    if (status === visible.status && statusMessage === visible.statusMessage) return;
    const sinceMs = this.#clock.nowMs();
    this.#publish(lease, { org: lease.org, userId: lease.userId, status, statusMessage, sinceMs });
  }

  #publish(lease: Lease, presence: Presence): void {
    lease.visible = presence;
    for (const listener of this.#listeners) {
      try {
        listener(presence);
      } catch (cause) {
        this.#logger.error({ error: asError(cause) }, 'a presence listener failed');
      }
    }
  }
}

function held(lease: Lease): boolean {
  return lease.connections.size > 0 || lease.cancelExpiry !== undefined;
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
