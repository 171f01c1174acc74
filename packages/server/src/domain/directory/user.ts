export interface User {
  readonly id: string;
  readonly org: string;
  /** 1 after creation, then one more with every commit. */
  readonly version: number;
  readonly displayName: string;
  readonly email: string | null;
  readonly role: 'user' | 'admin';
  /** Whether an ordinary user calls numbers outside; an administrator may in any case. */
  readonly externalCalls: boolean;
  readonly status: 'active' | 'invited' | 'disabled';
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
