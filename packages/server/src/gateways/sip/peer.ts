import { memberIdOf } from '../../domain/calls/index.ts';
import type { Trunk } from '../../domain/telephony/index.ts';
import type { Scope } from '../../kernel/index.ts';

/** Names who is at the other end of a session, the same for all sessions of a user, a trunk or a key. */
export function peerOf({ org, principal }: Scope): string {
  return `${org} ${memberIdOf(principal)}`;
}

export function peerOfTrunk({ org, id }: Trunk): string {
  return `${org} trunk:${id}`;
}
