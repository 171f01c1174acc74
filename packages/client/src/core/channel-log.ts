import type { DomainEvent } from '@sky-genesis/protocol';

/**
 * What has been seen of each channel, so that after a reconnect nothing is missed and nothing is told
 * twice: while a channel is being resumed, its live events wait for the missed ones.
 */
export class ChannelLog {
  #epoch: string | undefined;
  readonly #positions = new Map<string, number>();
  readonly #held = new Map<string, DomainEvent[]>();

  /**
   * A connection begins. `positions` are the server's last numbers of the channels it follows.
   *
   * @returns the positions to resume from; undefined when there is nothing to resume
   */
  begin(
    epoch: string,
    positions: Readonly<Record<string, number>>,
  ): Readonly<Record<string, number>> | undefined {
    const resumable = this.#epoch === epoch && this.#positions.size > 0;
    if (!resumable) this.#positions.clear();
    this.#held.clear();
    this.#epoch = epoch;
    const known = Object.fromEntries(this.#positions);
    for (const channel of this.#positions.keys()) this.#held.set(channel, []);
    for (const [channel, seq] of Object.entries(positions)) {
      if (!this.#positions.has(channel)) this.#positions.set(channel, seq);
    }
    return resumable ? known : undefined;
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
