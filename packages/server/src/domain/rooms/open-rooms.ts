import type { RoomState } from './room.ts';

/** The open rooms in memory: what timers run over, and what commands try first. The database decides. */
export class OpenRooms {
  readonly #rooms = new Map<string, RoomState>();
  readonly #perCreator = new Map<string, number>();

  all(): IterableIterator<RoomState> {
    return this.#rooms.values();
  }

  find(org: string, id: string): RoomState | undefined {
    const found = this.#rooms.get(id);
    return found?.room.org === org ? found : undefined;
  }

  /** Takes over a new state; an ended room is let go. */
  put(state: RoomState): void {
    const { room } = state;
    if (room.status === 'ended') {
      this.drop(room.id);
      return;
    }
    if (!this.#rooms.has(room.id)) this.enter(room.org, room.createdBy);
    this.#rooms.set(room.id, state);
  }

  /** Forgets a state that has proved to be behind. */
  drop(id: string): void {
    const known = this.#rooms.get(id);
    if (known === undefined) return;
    this.#rooms.delete(id);
    this.leave(known.room.org, known.room.createdBy);
  }

  /** Rooms that a member has made and that are open, or about to be. */
  countOf(org: string, creator: string): number {
    return this.#perCreator.get(`${org} ${creator}`) ?? 0;
  }

  /** Counts a room in that is about to be made, so that many at once cannot pass the limit together. */
  enter(org: string, creator: string): void {
    const key = `${org} ${creator}`;
    this.#perCreator.set(key, (this.#perCreator.get(key) ?? 0) + 1);
  }

  leave(org: string, creator: string): void {
    const key = `${org} ${creator}`;
    const count = (this.#perCreator.get(key) ?? 0) - 1;
    if (count > 0) this.#perCreator.set(key, count);
    else this.#perCreator.delete(key);
  }
}
