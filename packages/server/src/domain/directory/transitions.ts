import type { JsonObject, NewEvent } from '../../kernel/index.ts';
import type { User } from './user.ts';

export interface NewUser {
  readonly id: string;
  /** The id when absent. */
  readonly displayName?: string | undefined;
  readonly email?: string | null | undefined;
  readonly role?: User['role'] | undefined;
  /** Not, when absent. */
  readonly externalCalls?: boolean | undefined;
  readonly status: 'active' | 'invited';
}

export interface UserChange {
  readonly displayName?: string | undefined;
  readonly email?: string | null | undefined;
  readonly role?: User['role'] | undefined;
  readonly externalCalls?: boolean | undefined;
  readonly status?: 'active' | 'disabled' | undefined;
}

export interface UserTransition {
  readonly user: User;
  /** Empty when nothing has changed; then there is nothing to store either. */
  readonly events: readonly NewEvent[];
}

export function createUser(org: string, details: NewUser, nowMs: number): UserTransition {
  const user: User = {
    id: details.id,
    org,
    version: 1,
    displayName: details.displayName ?? details.id,
    email: details.email ?? null,
    role: details.role ?? 'user',
    externalCalls: details.externalCalls ?? false,
    status: details.status,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  return { user, events: [profileEvent('user.created', user)] };
}

export function changeUser(user: User, change: UserChange, nowMs: number): UserTransition {
  const wanted = {
    displayName: change.displayName ?? user.displayName,
    email: change.email === undefined ? user.email : change.email,
    role: change.role ?? user.role,
    externalCalls: change.externalCalls ?? user.externalCalls,
    status: change.status ?? user.status,
  };
  const next: User = { ...user, ...wanted, version: user.version + 1, updatedAtMs: nowMs };
  const events: NewEvent[] = [];
  if (next.displayName !== user.displayName || next.email !== user.email) {
    events.push(profileEvent('user.updated', next));
  }
  if (next.role !== user.role) events.push(factEvent('user.role_changed', next));
  if (next.externalCalls !== user.externalCalls) events.push(externalCallsEvent(next));
  if (next.status !== user.status) events.push(statusEvent(next));
  if (next.status === 'disabled' && user.status !== 'disabled') {
    events.push(tokensVoided(next.id, 'disabled'));
  } else if (user.role === 'admin' && next.role !== 'admin') {
    events.push(tokensVoided(next.id, 'demoted'));
  }
  return events.length === 0 ? { user, events } : { user: next, events };
}

/**
 * Bearer tokens issued to the user before this event are refused from now on, though they have
 * not expired.
 */
export function tokensVoided(
  userId: string,
  reason: 'disabled' | 'demoted' | 'password_changed',
): NewEvent {
  return userEvent(userId, 'user.tokens_voided', { user_id: userId, reason });
}

/** An event in the stream of one user. */
export function userEvent(userId: string, type: string, data: JsonObject): NewEvent {
  return { stream: `user:${userId}`, type, data };
}

function externalCallsEvent(user: User): NewEvent {
  const { externalCalls } = user;
  const type = externalCalls ? 'user.external_calls_granted' : 'user.external_calls_withdrawn';
  return factEvent(type, user);
}

function statusEvent(user: User): NewEvent {
  return factEvent(user.status === 'disabled' ? 'user.disabled' : 'user.activated', user);
}

function factEvent(type: string, user: User): NewEvent {
  const { id, role, status, externalCalls } = user;
  return userEvent(id, type, { user_id: id, role, status, external_calls: externalCalls });
}

function profileEvent(type: string, user: User): NewEvent {
  return {
    ...factEvent(type, user),
    personal: {
      display_name: { subject: user.id, value: user.displayName },
      email: { subject: user.id, value: user.email },
    },
  };
}
