import { type DialogId, dialogKey } from '@sky-genesis/sip';
import { type CallFacts, parseCallFacts, withAddresses } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';
import type { EventFeed, Json, JsonObject, RecordedEvent } from '../../kernel/index.ts';
import type { SipLeg } from './leg.ts';

const CALL = 'call:';

/** The SIP sessions of each call; brings them what happens in it. */
export class LegBook {
  readonly #legs = new Map<string, Set<SipLeg>>();
  readonly #unsubscribe: () => void;
  readonly #onRing: (call: CallFacts, invited?: readonly string[]) => void;
  readonly #watchers = new Map<string, Set<(call: CallFacts) => void>>();

  /** @param onRing told when members of a call begin to ring: those that are named, or of a new call all */
  constructor(feed: EventFeed, onRing: (call: CallFacts, invited?: readonly string[]) => void) {
    this.#onRing = onRing;
    this.#unsubscribe = feed.subscribe((event) => this.#onEvent(event));
  }

  get size(): number {
    return [...this.#legs.values()].reduce((sum, legs) => sum + legs.size, 0);
  }

  stop(): void {
    this.#unsubscribe();
  }

  add(leg: SipLeg): void {
    const legs = this.#legs.get(leg.callId) ?? new Set();
    this.#legs.set(leg.callId, legs.add(leg));
  }

  /** Whose dialog it is. */
  at(id: DialogId): SipLeg | undefined {
    const key = dialogKey(id);
    const all = [...this.#legs.values()].flatMap((legs) => [...legs]);
    return all.find(({ dialog }) => dialog !== undefined && dialogKey(dialog) === key);
  }

  /** What another phone of the same call speaks. */
  codecBeside(leg: SipLeg): SipCodec | undefined {
    const others = [...(this.#legs.get(leg.callId) ?? [])].filter((other) => other !== leg);
    return others.find(({ codec }) => codec !== undefined)?.codec;
  }

  /** Brings the call after each change to `watcher`, until the returned function is called. */
  watch(callId: string, watcher: (call: CallFacts) => void): () => void {
    const watchers = this.#watchers.get(callId) ?? new Set();
    this.#watchers.set(callId, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(callId);
    };
  }

  remove(leg: SipLeg): void {
    const legs = this.#legs.get(leg.callId);
    legs?.delete(leg);
    if (legs?.size === 0) this.#legs.delete(leg.callId);
  }

  #onEvent(event: RecordedEvent): void {
    if (!event.stream.startsWith(CALL) || event.data.call === undefined) return;
    const call = withAddresses(parseCallFacts(event.data.call), event.personal.addresses);
    if (event.type === 'call.joined') this.#move(event.data, call.id);
    // First: whoever has put somebody through hears how it came out before his own call ends.
    for (const watcher of [...(this.#watchers.get(call.id) ?? [])]) watcher(call);
    for (const leg of [...(this.#legs.get(call.id) ?? [])]) this.#tell(leg, event, call);
    if (event.type === 'call.created') this.#onRing(call);
    else if (event.type === 'call.invited') this.#onRing(call, aboutWhom(event.data));
  }

  /** Brings those who talk in another call over to this one. */
  #move({ from_call_id: from, names }: JsonObject, callId: string): void {
    if (typeof from !== 'string' || typeof names !== 'object' || names === null) return;
    const named = new Map<string, Json>(Object.entries(names));
    for (const leg of [...(this.#legs.get(from) ?? [])]) {
      const member = named.get(leg.member);
      if (typeof member !== 'string') continue;
      this.remove(leg);
      leg.moveTo(callId, member);
      this.add(leg);
    }
  }

  #tell(leg: SipLeg, { type, data, personal }: RecordedEvent, call: CallFacts): void {
    if (type !== 'call.dtmf') leg.follow(call);
    else if (data.user_id !== leg.member && typeof personal.digits === 'string') {
      leg.hear(personal.digits);
    }
  }
}

/** Members that an event is about, as `call.invited` names them. */
function aboutWhom({ user_id: one, user_ids: several }: JsonObject): readonly string[] {
  const named = Array.isArray(several) ? several : [one];
  return named.filter((id) => typeof id === 'string');
}
