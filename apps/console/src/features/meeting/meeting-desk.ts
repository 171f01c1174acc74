import type { JoinRoomOptions, RoomSession, Rooms } from '@sky-genesis/client';

export interface MeetingView {
  /** One's seat, or place before the door; one that has ended stays until it is dismissed. */
  readonly session: RoomSession | null;
  /** When this page took the seat, by this machine's clock (Unix milliseconds). */
  readonly sinceMs: number;
  /** Messages that have come while the chat was closed. */
  readonly unread: number;
  /** A call is going on: the meeting is neither heard nor spoken to. */
  readonly aside: boolean;
}

/** The meeting one is in: one at a time. */
export interface MeetingDesk {
  read(): MeetingView;
  subscribe(listener: () => void): () => void;
  /** Begins to follow the client's rooms; the returned function ends it. */
  follow(): () => void;
  /** Leaves the room one was in. @throws what `client.rooms.join` throws */
  join(roomId: string, options: JoinRoomOptions): Promise<void>;
  leave(): void;
  dismiss(): void;
  /** Whether messages are being read as they come. */
  readChat(open: boolean): void;
  putAside(aside: boolean): void;
}

const nowhere: MeetingView = { session: null, sinceMs: 0, unread: 0, aside: false };

export function createMeetingDesk(rooms: Rooms): MeetingDesk {
  const desk = new Desk(rooms);
  return {
    read: () => desk.view,
    subscribe: desk.subscribe,
    follow: () => desk.follow(),
    join: (roomId, options) => desk.join(roomId, options),
    leave: () => desk.leave(),
    dismiss: () => desk.dismiss(),
    readChat: (open) => desk.readChat(open),
    putAside: (aside) => desk.putAside(aside),
  };
}

class Desk {
  readonly #rooms: Rooms;
  readonly #listeners = new Set<() => void>();
  #offs: readonly (() => void)[] = [];
  #reading = false;
  view: MeetingView = nowhere;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  follow(): () => void {
    const stop = this.#rooms.on('active', () => this.#adopt());
    this.#adopt();
    return () => {
      stop();
      this.#letGo();
    };
  }

  async join(roomId: string, options: JoinRoomOptions): Promise<void> {
    const { session: before } = this.view;
    if (before && before.phase !== 'ended') await before.leave();
    this.#take(await this.#rooms.join(roomId, options));
  }

  leave(): void {
    // What cannot be told to the server is left all the same: the server misses who is gone.
    this.view.session?.leave().catch(() => undefined);
  }

  dismiss(): void {
    this.#letGo();
    this.#change(nowhere);
  }

  readChat(open: boolean): void {
    this.#reading = open;
    if (open && this.view.unread > 0) this.#change({ unread: 0 });
  }

  putAside(aside: boolean): void {
    const { session } = this.view;
    if (!session || this.view.aside === aside) return;
    this.#change({ aside });
    // One comes back muted: nobody is put on the air without a word of their own.
    if (!aside || session.phase === 'ended') return;
    session.setMicrophoneMuted(true).catch(() => undefined);
    session.setCameraOff(true).catch(() => undefined);
  }

  /** The SDK comes back to a seat by itself after a reload. */
  #adopt(): void {
    const [session] = this.#rooms.active;
    const { session: mine } = this.view;
    if (session && (mine === null || mine.phase === 'ended')) this.#take(session);
  }

  #take(session: RoomSession): void {
    if (session === this.view.session) return;
    this.#letGo();
    this.#reading = false;
    this.#offs = [
      session.on('ended', () => this.#change({})),
      session.on('phase', () => this.#change({})),
      session.on('message', ({ participant_id }) => {
        if (!this.#reading && participant_id !== session.me.id) {
          this.#change({ unread: this.view.unread + 1 });
        }
      }),
    ];
    this.#change({ ...nowhere, session, sinceMs: Date.now() });
  }

  #letGo(): void {
    for (const off of this.#offs) off();
    this.#offs = [];
  }

  #change(change: Partial<MeetingView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
