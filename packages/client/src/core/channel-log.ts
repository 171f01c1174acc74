import type { DomainEvent } from '@sky-genesis/protocol';

/** The last numbers seen, and the epoch they belong to. */
export interface ResumePoint {
  readonly epoch: string;
  readonly positions: Readonly<Record<string, number>>;
}

/**
 * What has been seen of each channel, so that after a reconnect nothing is missed and nothing is told
 * twice: while a channel is being resumed, its live events wait for the missed ones.
 */
export class ChannelLog {
  #epoch: string | undefined;
  readonly #positions = new Map<string, number>();
  readonly #held = new Map<string, DomainEvent[]>();

  /** Whether a next connection has anything to go on from. */
  get started(): boolean {
    return this.#epoch !== undefined;
  }

  /**
   * A connection begins. `positions` are the server's last numbers of the channels it follows.
   *
   * @returns what to resume from; undefined on the first connection
   */
  begin(epoch: string, positions: Readonly<Record<string, number>>): ResumePoint | undefined {
    const before = this.#epoch;
    const known = Object.fromEntries(this.#positions);
    // Another epoch numbers anew: what was seen of the former says nothing.
    if (before !== epoch) this.#positions.clear();
    this.#epoch = epoch;
    this.#held.clear();
    for (const [channel, seq] of Object.entries(positions)) {
      if (!this.#positions.has(channel)) this.#positions.set(channel, seq);
    }
    if (before === undefined) return undefined;
    for (const channel of Object.keys(known)) this.#held.set(channel, []);
    return { epoch: before, positions: known };
  }

  /** @returns whether the event is new and its turn has come */
  accept(event: DomainEvent): boolean {
    const held = this.#held.get(event.channel);
    if (held !== undefined) {
      held.push(event);
      return false;
    }
    if (event.seq <= (this.#positions.get(event.channel) ?? 0)) return false;
    this.#positions.set(event.channel, event.seq);
    return true;
  }

  /** The missed events of `channel` have come. @returns them and the live ones, in order, each once */
  resumed(channel: string): readonly DomainEvent[] {
    const held = this.#held.get(channel) ?? [];
    this.#held.delete(channel);
    return held.toSorted((a, b) => a.seq - b.seq).filter((event) => this.accept(event));
  }

  forget(channel: string): void {
    this.#positions.delete(channel);
    this.#held.delete(channel);
  }
}
