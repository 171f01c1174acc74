export type PresenceStatus = 'online' | 'away' | 'busy' | 'do_not_disturb' | 'offline';

/** A user as others see them now. Ephemeral: neither stored nor logged. */
export interface Presence {
  readonly org: string;
  readonly userId: string;
  readonly status: PresenceStatus;
  readonly statusMessage: string | null;
  /** Unix milliseconds of the last visible change; 0 for somebody never seen since the start. */
  readonly sinceMs: number;
}

/** What a user said about themselves; it outlives a connection by the grace, or by its own lease. */
export interface PresenceChange {
  readonly status: PresenceStatus;
  /** Absent: the message stays; null removes it. */
  readonly statusMessage?: string | null;
  /** Seconds it lives without a connection; the service's default when absent. */
  readonly ttlS?: number;
}
