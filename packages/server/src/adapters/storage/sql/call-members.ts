import type { Call } from '../../../domain/calls/call.ts';
import type { SqlStatement } from './sql-write.ts';

/** Everybody who sees the call, with 1 for those who talk in it now. */
export type Members = ReadonlyMap<string, 0 | 1>;

export function membersOf(call: Call): Members {
  const members = new Map<string, 0 | 1>();
  // The caller of a call that only rings is connected to nobody yet: he is not busy.
  const answered = call.status === 'connected' || call.status === 'on_hold';
  for (const { userId, status } of call.legs) {
    const talks = answered && (status === 'connected' || status === 'on_hold');
    if (talks || !members.has(userId)) members.set(userId, talks ? 1 : 0);
  }
  if (!members.has(call.callerId)) members.set(call.callerId, 0);
  return members;
}

/**
 * Members of active calls stand in a small table of their own, whose pages stay hot; the history by
 * user gets its rows once, when the call ends.
 */
export class CallMemberStatements {
  readonly #putActive = new TextByCount(putActiveText);
  readonly #removeActive = new TextByCount(removeActiveText);
  readonly #remember = new TextByCount(rememberText);

  putActive(call: Call, members: Members): SqlStatement {
    const params: (string | number)[] = [call.org, call.id];
    for (const [userId, talks] of members) params.push(userId, talks);
    return { text: this.#putActive.of(members.size), params };
  }

  removeActive(call: Call, members: Members): SqlStatement {
    const params = [call.org, call.id, ...members.keys()];
    return { text: this.#removeActive.of(members.size), params };
  }

  remember(call: Call, members: Members): SqlStatement {
    const params = [call.org, call.id, ...members.keys()];
    return { text: this.#remember.of(members.size), params };
  }
}

function putActiveText(indices: readonly number[]): string {
  const rows = indices.map((index) => `($1, $${2 * index + 3}, $2, $${2 * index + 4})`);
  return `insert into active_call_members (org, user_id, call_id, in_conversation)
    values ${rows.join(', ')}
    on conflict (org, user_id, call_id) do update set in_conversation = excluded.in_conversation
    where active_call_members.in_conversation <> excluded.in_conversation`;
}

function removeActiveText(indices: readonly number[]): string {
  const users = indices.map((index) => `$${index + 3}`);
  return `delete from active_call_members
    where org = $1 and call_id = $2 and user_id in (${users.join(', ')})`;
}

function rememberText(indices: readonly number[]): string {
  const rows = indices.map((index) => `($1, $${index + 3}, $2)`);
  return `insert into ended_call_members (org, user_id, call_id) values ${rows.join(', ')}
    on conflict (org, user_id, call_id) do nothing`;
}

/** A statement over a number of members: made once, so that the databases prepare it once. */
class TextByCount {
  readonly #texts = new Map<number, string>();
  readonly #make: (indices: readonly number[]) => string;

  constructor(make: (indices: readonly number[]) => string) {
    this.#make = make;
  }

  of(count: number): string {
    const known = this.#texts.get(count);
    if (known !== undefined) return known;
    const text = this.#make(Array.from({ length: count }, (_, index) => index));
    this.#texts.set(count, text);
    return text;
  }
}
