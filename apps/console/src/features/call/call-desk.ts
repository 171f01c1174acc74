import type { CallSession, VoipClient } from '@sky-genesis/client';
import type { CallType } from '@sky-genesis/protocol';
import { arrange } from './arrangement.ts';
import { type TransferNotices, Transfers } from './transfers.ts';

export interface DeskView {
  /** The call on the stage; an ended one stays until it is dismissed. */
  readonly stage: CallSession | null;
  /** A call that is being placed: the server has not answered yet. */
  readonly placing: { readonly participants: readonly string[]; readonly type: CallType } | null;
  readonly aside: readonly CallSession[];
  readonly incoming: readonly CallSession[];
  /** Whom a call rings in one's own place, by the call's id. */
  readonly transfers: ReadonlyMap<string, string>;
  /** The stage is put away to see the other pages; the call goes on. */
  readonly minimised: boolean;
}

export interface DeskNotices extends TransferNotices {
  failed(error: unknown): void;
  missed(call: CallSession): void;
}

/** The user's calls as one works with them: one on the stage, the others held or waiting. */
export interface CallDesk {
  read(): DeskView;
  /** When the call was answered, by this machine's clock (Unix milliseconds); null before. */
  answeredAtMs(call: CallSession): number | null;
  subscribe(listener: () => void): () => void;
  /** Begins to follow the client's calls; the returned function ends it. */
  follow(): () => void;
  place(participants: readonly string[], type: CallType): void;
  /** A call on the stage is put on hold, or ended. */
  accept(
    call: CallSession,
    choice: { readonly video: boolean; readonly other?: 'hold' | 'end' },
  ): void;
  decline(call: CallSession): void;
  switchTo(call: CallSession): void;
  /** Rings `to` in one's own place. @throws SgeError · NetworkError where nobody rings */
  transfer(call: CallSession, to: string): Promise<void>;
  /** Leaves the people of a call that waits, and those of the one on the stage, to one another. */
  join(held: CallSession): void;
  dismiss(): void;
  minimise(minimised: boolean): void;
}

export function createCallDesk(client: VoipClient, notices: DeskNotices): CallDesk {
  const desk = new Desk(client, notices);
  return {
    read: () => desk.view,
    answeredAtMs: (call) => desk.answeredAtMs(call),
    subscribe: desk.subscribe,
    follow: () => desk.follow(),
    place: (participants, type) => desk.attempt(() => desk.place(participants, type)),
    accept: (call, choice) => desk.attempt(() => desk.accept(call, choice)),
    decline: (call) => desk.attempt(() => desk.decline(call)),
    switchTo: (call) => desk.attempt(() => desk.switchTo(call)),
    transfer: (call, to) => desk.transfers.begin(call, to),
    join: (held) => desk.attempt(() => desk.join(held)),
    dismiss: () => desk.dismiss(),
    minimise: (minimised) => desk.change({ minimised }),
  };
}

class Desk {
  readonly #client: VoipClient;
  readonly #notices: DeskNotices;
  readonly #listeners = new Set<() => void>();
  /** Ringing calls that this page has answered or refused itself: they are not missed. */
  readonly #handled = new Set<string>();
  /** Calls seen before their answer (null) and the moment at which it was seen here. */
  readonly #answers = new Map<string, number | null>();
  readonly transfers: Transfers;
  #focusId: string | null = null;
  view: DeskView = {
    stage: null,
    placing: null,
    aside: [],
    incoming: [],
    transfers: new Map(),
    minimised: false,
  };

  constructor(client: VoipClient, notices: DeskNotices) {
    this.#client = client;
    this.#notices = notices;
    this.transfers = new Transfers(notices, () => this.#arrange());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  follow(): () => void {
    this.#arrange();
    return this.#client.on('calls', () => this.#arrange());
  }

  attempt(action: () => Promise<void>): void {
    action().catch((error: unknown) => this.#notices.failed(error));
  }

  async place(participants: readonly string[], type: CallType): Promise<void> {
    if (this.view.placing) return;
    this.change({ placing: { participants, type }, minimised: false });
    try {
      await this.#clearStage('hold');
      const call = await this.#client.calls.start(participants, type);
      this.#focusId = call.id;
      // A busy callee ends the call at once: it may never have been among the active ones.
      if (call.phase === 'ended') this.change({ stage: call });
    } finally {
      this.change({ placing: null });
      this.#arrange();
    }
  }

  async accept(
    call: CallSession,
    { video, other = 'hold' }: { readonly video: boolean; readonly other?: 'hold' | 'end' },
  ): Promise<void> {
    this.#handled.add(call.id);
    await this.#clearStage(other);
    this.#focusId = call.id;
    this.change({ minimised: false });
    await call.accept({ video });
    this.#arrange();
  }

  async decline(call: CallSession): Promise<void> {
    this.#handled.add(call.id);
    await call.decline();
  }

  async switchTo(call: CallSession): Promise<void> {
    await this.#clearStage('hold');
    this.#focusId = call.id;
    if (call.heldByMe) await call.resume();
    this.#arrange();
  }

  async join(held: CallSession): Promise<void> {
    const { stage } = this.view;
    if (stage) await this.transfers.join(held, stage);
  }

  /**
   * The server's clock may be minutes away from this machine's, so an answer that was seen happening counts
   * from that moment. Only a page opened in the middle of a call goes by the server's time.
   */
  answeredAtMs({ id, info }: CallSession): number | null {
    if (info.answer_time === null) {
      this.#answers.set(id, null);
      return null;
    }
    const seen = this.#answers.get(id);
    if (typeof seen === 'number') return seen;
    const nowMs = Date.now();
    const answeredMs = seen === null ? nowMs : Math.min(nowMs, Date.parse(info.answer_time));
    this.#answers.set(id, answeredMs);
    return answeredMs;
  }

  dismiss(): void {
    this.#focusId = null;
    this.change({ stage: null });
    this.#arrange();
  }

  change(change: Partial<DeskView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #clearStage(how: 'hold' | 'end'): Promise<void> {
    const { stage } = this.view;
    if (!stage || stage.phase === 'ended') return;
    const isUp = stage.phase === 'connected' || stage.phase === 'reconnecting';
    if (how === 'end' || !(isUp || stage.phase === 'on_hold')) await stage.hangUp();
    else if (!stage.heldByMe) await stage.hold();
  }

  #arrange(): void {
    const { stage: before, incoming: waitedBefore } = this.view;
    for (const call of this.#client.calls.active) this.answeredAtMs(call);
    const { stage: found, aside, incoming } = arrange(this.#client.calls.active, this.#focusId);
    for (const call of waitedBefore) {
      const gone = !incoming.includes(call) && call.phase === 'ended';
      if (gone && !this.#handled.has(call.id)) this.#notices.missed(call);
    }
    const { minimised } = this.view;
    const stage = before && this.#lingers(before, found) ? before : found;
    if (stage) this.#focusId = stage.id;
    const { ringing: transfers } = this.transfers;
    this.change({ stage, aside, incoming, transfers, minimised: minimised && stage !== null });
  }

  /** An ended call stays to tell why, unless there is nothing to tell or somebody to listen to. */
  #lingers(before: CallSession, next: CallSession | null): boolean {
    const isOver = before.phase === 'ended' && before.id === this.#focusId;
    if (!isOver || this.view.minimised || this.transfers.hasHandedOver(before)) return false;
    // One whom somebody has put through to another call is in that one already.
    return next === null || next.heldByMe;
  }
}
