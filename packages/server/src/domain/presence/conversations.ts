import type { EventFeed, RecordedEvent } from '../../kernel/index.ts';
import { isTalking, parseCallFacts } from '../calls/index.ts';
import { roomChangeOf } from '../rooms/index.ts';

/** What it needs of presence. */
export interface BusyMarks {
  setInCall(org: string, userId: string, inCall: boolean): void;
}

/**
 * Marks as in a call whoever is connected or on hold in one, or has a seat in a room, as events tell.
 * @returns stops it.
 */
export function markConversations(feed: EventFeed, marks: BusyMarks): () => void {
  /** org → user → ids of the calls and rooms they are in. */
  const conversations = new Map<string, Map<string, Set<string>>>();

  function update(org: string, userId: string, callId: string, talking: boolean): void {
    const users = conversations.get(org) ?? new Map<string, Set<string>>();
    conversations.set(org, users);
    const calls = users.get(userId) ?? new Set();
    const before = calls.size > 0;
    if (talking) calls.add(callId);
    else calls.delete(callId);
    if (calls.size > 0) users.set(userId, calls);
    else users.delete(userId);
    if (before !== calls.size > 0) marks.setInCall(org, userId, !before);
  }

  /** Everybody's seat ends with the room, without an event of its own. */
  function close(org: string, roomId: string): void {
    for (const [userId, places] of [...(conversations.get(org) ?? [])]) {
      if (places.has(roomId)) update(org, userId, roomId, false);
    }
  }

  return feed.subscribe((event) => {
    for (const { callId, userId, talking } of talkers(event)) {
      update(event.org, userId, callId, talking);
    }
    if (event.type === 'room.ended') close(event.org, event.stream.slice('room:'.length));
  });
}

interface Talker {
  readonly callId: string;
  readonly userId: string;
  readonly talking: boolean;
}

function talkers(event: RecordedEvent): readonly Talker[] {
  const sitter = roomChangeOf(event)?.participant;
  if (sitter !== undefined) {
    const { roomId: callId, userId, kind, status } = sitter;
    return userId === null || kind !== 'webrtc'
      ? []
      : [{ callId, userId, talking: status === 'joined' }];
  }
  // Nobody talks yet in a call that has only been made.
  if (event.type === 'call.created') return [];
  if (event.data.call === undefined || !event.stream.startsWith('call:')) return [];
  const call = parseCallFacts(event.data.call);
  const live = call.status === 'connected' || call.status === 'on_hold';
  return call.legs.map((leg) => ({
    callId: call.id,
    userId: leg.userId,
    talking: live && isTalking(leg),
  }));
}
