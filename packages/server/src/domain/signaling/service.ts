import {
  AppError,
  type Clock,
  type EventFeed,
  type EventLog,
  type Journal,
  newId,
  type RecordedEvent,
  type Scope,
} from '../../kernel/index.ts';
import {
  actsAs,
  type Call,
  type CallMailboxes,
  isLive,
  legOf,
  SIGNAL_EVENT,
  streamOf,
} from '../calls/index.ts';
import type {
  AlsoCommitSignal,
  MailboxPage,
  MailboxQuery,
  SendSignalInput,
  Signaling,
} from './api.ts';
import { MailboxWaiters } from './mailbox-waiters.ts';
import { parsePayload } from './payload.ts';
import type { Signal } from './signal.ts';
import { isSignalFor, signalEvent, signalOf } from './signal-event.ts';

export interface SignalServiceOptions {
  readonly calls: CallMailboxes;
  readonly journal: Journal;
  readonly eventLog: EventLog;
  readonly feed: EventFeed;
  readonly clock: Clock;
}

/** Events read at a time in search of one. */
const SEARCH_PAGE = 200;

export class SignalService implements Signaling {
  readonly #options: SignalServiceOptions;
  readonly #waiters: MailboxWaiters;

  constructor(options: SignalServiceOptions) {
    this.#options = options;
    this.#waiters = new MailboxWaiters(options.feed, options.clock);
  }

  /** Answers every long poll with what there is. */
  stop(): void {
    this.#waiters.stop();
  }

  async send(
    scope: Scope,
    callId: string,
    input: SendSignalInput,
    alsoCommit?: AlsoCommitSignal,
  ): Promise<Signal> {
    const payload = parsePayload(input.messageType, input.payload);
    const { stored, signal } = await this.#options.calls.between(scope, callId, (call) => {
      const fromUser = requireSpeaker(scope, call);
      const toUser = input.toUser ?? null;
      if (toUser !== null && legOf(call, toUser) === undefined) {
        throw new AppError('recipient_not_in_call', { params: { user: toUser } });
      }
      const id = newId('sig', this.#options.clock.nowMs());
      const { messageType } = input;
      const signal = { id, callId, fromUser, toUser, messageType, payload };
      const events = [signalEvent(signal)];
      const writes = alsoCommit?.(id) ?? [];
      return { signal, stored: this.#options.journal.commit({ scope, writes, events }) };
    });
    const [event] = await stored;
    if (event === undefined) throw new Error('a committed signal has no event');
    return { ...signal, seq: event.seq, createdAtMs: event.atMs };
  }

  async sent(
    scope: Scope,
    callId: string,
    input: SendSignalInput,
    signalId: string,
  ): Promise<Signal> {
    const fromUser = requireMember(scope, await this.#options.calls.get(scope, callId));
    const event = await this.#eventOf(scope.org, callId, signalId);
    const { messageType, toUser = null } = input;
    const payload = parsePayload(messageType, input.payload);
    const numbered = { seq: event.seq, createdAtMs: event.atMs };
    return { ...numbered, id: signalId, callId, fromUser, toUser, messageType, payload };
  }

  async #eventOf(org: string, callId: string, signalId: string): Promise<RecordedEvent> {
    const query = { limit: SEARCH_PAGE, type: SIGNAL_EVENT };
    for (let after = 0; ; ) {
      const page = await this.#options.eventLog.readStream(org, streamOf(callId), {
        ...query,
        after,
      });
      const found = page.find(({ data }) => data.signal_id === signalId);
      if (found !== undefined) return found;
      const last = page.at(-1);
      if (last === undefined) throw new Error(`no event holds the signal ${signalId}`);
      after = last.seq;
    }
  }

  async read(scope: Scope, callId: string, query: MailboxQuery): Promise<MailboxPage> {
    const call = await this.#options.calls.get(scope, callId);
    const reader = requireMember(scope, call);
    // As on a WebSocket: what the others say is not for who is out of the call.
    if (!mayHear(call, reader)) return { items: [], next: null };
    const where = { org: scope.org, stream: streamOf(callId), reader };
    if (query.waitMs <= 0) return this.#stored(where, query);
    // Waiting begins before reading: nothing can fall between the two.
    const waiting = this.#waiters.wait(where, query.waitMs, query.signal);
    try {
      const page = await this.#stored(where, query);
      if (page.items.length > 0) return page;
      await waiting.done;
    } finally {
      waiting.cancel();
    }
    // Anew: meanwhile the reader may have left the call.
    return this.read(scope, callId, { ...query, waitMs: 0 });
  }

  /** The first `limit` messages for the reader; others' are skipped over. */
  async #stored(
    where: { readonly org: string; readonly stream: string; readonly reader: string },
    { after, limit }: MailboxQuery,
  ): Promise<MailboxPage> {
    const items: Signal[] = [];
    let last = after;
    for (;;) {
      const events = await this.#options.eventLog.readStream(where.org, where.stream, {
        after: last,
        limit: limit + 1,
        type: SIGNAL_EVENT,
      });
      for (const event of events) {
        const signal = signalOf(event);
        if (signal === undefined || !isSignalFor(signal, where.reader)) continue;
        if (items.length === limit) return { items, next: items.at(-1)?.seq ?? null };
        items.push(signal);
      }
      if (events.length <= limit) return { items, next: null };
      last = events.at(-1)?.seq ?? last;
    }
  }
}

/** Who has declined or left has no more to say, such as `hangup`. */
function requireSpeaker(scope: Scope, call: Call): string {
  const member = requireMember(scope, call);
  const leg = legOf(call, member);
  if (leg !== undefined && isLive(leg)) return member;
  throw new AppError('call_state_conflict', { params: { status: leg?.status ?? call.status } });
}

function mayHear(call: Call, member: string): boolean {
  const leg = legOf(call, member);
  return call.status !== 'ended' && leg !== undefined && isLive(leg);
}

/** An administrator may look at a call, not speak or listen in it. */
function requireMember(scope: Scope, call: Call): string {
  const member = actsAs(call, scope.principal);
  if (member === undefined) throw new AppError('forbidden');
  return member;
}
