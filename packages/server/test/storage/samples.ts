import type { Storage } from '../../src/adapters/storage/storage.ts';
import type { Call, Leg } from '../../src/domain/calls/call.ts';
import type { User } from '../../src/domain/directory/user.ts';
import type { AuditRecord, NewEvent, RecordedEvent, Scope, Write } from '../../src/kernel/index.ts';

export const AT_MS = Date.UTC(2026, 0, 31, 9, 30);

/** What a change needs of a storage. */
type Committing = Pick<Storage, 'journal'>;

export function scopeOf(org = 'default', userId = 'alice'): Scope {
  return { org, principal: { kind: 'user', id: userId, grants: new Set() }, source: 'http' };
}

export function commit(
  { journal }: Committing,
  change: {
    readonly writes?: readonly Write[];
    readonly events?: readonly NewEvent[];
    readonly audits?: readonly AuditRecord[];
    readonly scope?: Scope;
  },
): Promise<readonly RecordedEvent[]> {
  const { writes = [], events = [], audits = [], scope = scopeOf() } = change;
  return journal.commit({ scope, writes, events, audits });
}

export function event(stream: string, type = 'call.noted', data: NewEvent['data'] = {}): NewEvent {
  return { stream, type, data };
}

/** A signaling message as the mailbox has it: its payload is personal. */
export function signal(callId: string, fromUser: string, payload: string): NewEvent {
  return {
    stream: `call:${callId}`,
    type: 'call.signal',
    data: { from_user: fromUser },
    personal: { payload: { subject: fromUser, value: { sdp: payload } } },
  };
}

/** `call_` and a number that sorts as it counts. */
export function callId(number: number): string {
  return `call_${String(number).padStart(26, '0')}`;
}

export function leg(userId: string, status: Leg['status'], role: Leg['role'] = 'callee'): Leg {
  const answeredAtMs = status === 'connected' ? AT_MS : null;
  const id = `leg_${userId}`;
  return { id, userId, role, kind: 'webrtc', status, ringingSinceMs: AT_MS, answeredAtMs };
}

/** Alice is calling Bob. */
export function call(changes: Partial<Call> = {}): Call {
  return {
    id: callId(1),
    org: 'default',
    version: 1,
    callerId: 'alice',
    createdBy: 'user:alice',
    callType: 'video',
    media: 'direct',
    status: 'ringing',
    endReason: null,
    legs: [leg('alice', 'connected', 'caller'), leg('bob', 'ringing')],
    metadata: { topic: 'réunion', priority: 2, tags: ['a', 'b'] },
    timeoutS: 45,
    roomId: null,
    createdAtMs: AT_MS,
    answeredAtMs: null,
    endedAtMs: null,
    updatedAtMs: AT_MS,
    ...changes,
  };
}

export function ended(id: string, changes: Partial<Call> = {}): Call {
  const end = { status: 'ended', endReason: 'completed', endedAtMs: AT_MS + 1 } as const;
  return call({
    id,
    legs: [leg('alice', 'ended', 'caller'), leg('bob', 'ended')],
    ...end,
    ...changes,
  });
}

export function user(id: string, changes: Partial<User> = {}): User {
  return {
    id,
    org: 'default',
    version: 1,
    displayName: id,
    email: null,
    role: 'user',
    externalCalls: false,
    status: 'active',
    createdAtMs: AT_MS,
    updatedAtMs: AT_MS,
    ...changes,
  };
}
