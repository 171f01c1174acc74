import type { Block, Invitation as WireInvitation, User as WireUser } from '@sky-genesis/protocol';
import type { User } from '../../../domain/directory/index.ts';
import type { Invitation } from '../../../domain/identity/index.ts';

/** RFC 3339 UTC with milliseconds. */
export function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function userJson(user: User): WireUser {
  return {
    id: user.id,
    display_name: user.displayName,
    email: user.email,
    role: user.role,
    external_calls: user.externalCalls,
    status: user.status,
    created_at: timestamp(user.createdAtMs),
    updated_at: timestamp(user.updatedAtMs),
  };
}

export function blockJson(userId: string): Block {
  return { user_id: userId };
}

export function invitationJson(invitation: Invitation): WireInvitation {
  return {
    id: invitation.id,
    user_id: invitation.userId,
    expires_at: timestamp(invitation.expiresAtMs),
    used_at: invitation.usedAtMs === null ? null : timestamp(invitation.usedAtMs),
  };
}
