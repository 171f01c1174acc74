import {
  AppError,
  type Change,
  type Clock,
  type Journal,
  type RecordedEvent,
} from '../../../kernel/index.ts';
import { SaltSource } from './chain.ts';
import { CommitPace } from './commit-pace.ts';
import { type PreparedChange, prepareChange } from './prepared-change.ts';

export type Outcome = { readonly events: readonly RecordedEvent[] } | { readonly failure: unknown };

/** Writes a group of changes in one transaction. */
export interface GroupCommitter {
  /**
   * Resolves once the group is durable, with one outcome a change, in order; a change that failed
   * has left nothing behind. Rejects when nothing of the group can be said to be written.
   */
  commitGroup(group: readonly PreparedChange[]): Promise<readonly Outcome[]>;
}

/** Changes in one transaction at most, so that a burst does not keep the event loop from its sockets. */
const MAX_GROUP = 256;

interface Waiting {
  readonly change: PreparedChange;
  readonly resolve: (events: readonly RecordedEvent[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: what is committed in one turn of the event loop, while the group before is being
 * written, or within a busy server's pace, shares a transaction and an fsync, and is answered after it.
 */
export class SqlJournal implements Journal {
  readonly #committer: GroupCommitter;
  readonly #clock: Clock;
  readonly #onCommitted: (events: readonly RecordedEvent[]) => void;
  readonly #salts = new SaltSource();
  readonly #pace = new CommitPace();
  readonly #waiting: Waiting[] = [];
  #draining: Promise<void> | null = null;
  #closed = false;

  /** @param onCommitted is given every group's events, in the order of their positions. */
  constructor(
    committer: GroupCommitter,
    clock: Clock,
    onCommitted: (events: readonly RecordedEvent[]) => void,
  ) {
    this.#committer = committer;
    this.#clock = clock;
    this.#onCommitted = onCommitted;
  }

  commit(change: Change): Promise<readonly RecordedEvent[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new AppError('unavailable');
      const prepared = prepareChange(change, this.#clock, this.#salts);
      this.#waiting.push({ change: prepared, resolve, reject });
      this.#pace.arrived(performance.now());
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when everything that was waiting is answered; refuses from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#nextGroup();
      const group = this.#waiting.splice(0, MAX_GROUP);
      await this.#commit(group);
      this.#pace.committed(group.length, performance.now());
    }
    this.#draining = null;
  }

  /** At the earliest after the sockets have been read: their commands join the group. */
  #nextGroup(): Promise<void> {
    const waitMs = this.#pace.waitMs(this.#waiting.length, performance.now());
    return new Promise((resolve) => {
      // Node's timers count whole milliseconds.
      if (waitMs < 1) setImmediate(resolve);
      else setTimeout(resolve, waitMs);
    });
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#committer.commitGroup(group.map(({ change }) => change));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined && 'events' in outcome) resolve(outcome.events);
        else reject(outcome?.failure);
      }
      this.#onCommitted(outcomes.flatMap((outcome) => ('events' in outcome ? outcome.events : [])));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
