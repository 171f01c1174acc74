import type { DomainEvent, JoinedRoom } from '@sky-genesis/protocol';
import type { Connection } from '../core/connection.ts';
import { Emitter } from '../core/emitter.ts';
import type { RoomApi } from '../core/room-api.ts';
import { parseRoomEvent } from '../core/room-event.ts';
import type { JoinRoomOptions, RoomSession, Rooms, RoomsEvents } from '../core/room-types.ts';
import { NetworkError } from '../core/sge-error.ts';
import { BrowserRoom } from './browser-room.ts';
import type { IceServerCache } from './ice-servers.ts';
import type { RoomContext } from './room-seat.ts';
import { type SeatDevices, seatMemory } from './seat-memory.ts';

/** The rooms this page sits in or knocks at. */
export class RoomRegistry {
  readonly #api: RoomApi;
  readonly #connection: Connection;
  readonly #iceServers: IceServerCache;
  readonly #emitter = new Emitter<RoomsEvents>();
  readonly #memory = seatMemory();
  readonly #rooms = new Map<string, BrowserRoom>();
  #userId = '';

  constructor(api: RoomApi, connection: Connection, iceServers: IceServerCache) {
    this.#api = api;
    this.#connection = connection;
    this.#iceServers = iceServers;
    connection.on('hello', (hello) => {
      this.#userId = hello.user_id;
      this.#resume();
    });
    connection.on('event', (event) => this.#hear(event));
    connection.on('gap', (channel) => void this.#rooms.get(idOf(channel))?.reread());
  }

  readonly on: Rooms['on'] = (event, listener) => this.#emitter.on(event, listener);

  get active(): readonly RoomSession[] {
    return [...this.#rooms.values()];
  }

  /** @throws SgeError the server refuses · NetworkError also when not connected yet */
  async join(roomId: string, options: JoinRoomOptions = {}): Promise<RoomSession> {
    if (this.#userId === '') throw new NetworkError('connect before you join');
    const known = this.#rooms.get(roomId);
    if (known !== undefined) return known;
    const joined = await this.#api.join(roomId, options);
    return this.#rooms.get(joined.room.id) ?? this.#add(joined, options);
  }

  /** Lets go of every room's media; the seats are given up by the server. */
  close(): void {
    for (const room of [...this.#rooms.values()]) room.close();
  }

  #resume(): void {
    for (const room of this.#rooms.values()) void room.resume();
    for (const [roomId, devices] of this.#memory.seats) {
      if (!this.#rooms.has(roomId)) void this.#return(roomId, devices);
    }
  }

  /** A page that was reloaded comes back to its seat. */
  async #return(roomId: string, devices: SeatDevices): Promise<void> {
    try {
      await this.join(roomId, devices);
    } catch (error) {
      if (!(error instanceof NetworkError)) this.#memory.forget(roomId);
    }
  }

  #hear(event: DomainEvent): void {
    const read = parseRoomEvent(event);
    if (read === undefined) return;
    const room = this.#rooms.get(read.roomId);
    room?.apply(read);
    // Events go to more people than number and PIN are for.
    if (read.changed.includes('dial_in')) void room?.reread();
    if (read.type === 'room.invited' && read.invited.includes(this.#userId)) {
      if (read.room !== undefined) this.#emitter.emit('invited', read.room);
    }
  }

  #add(joined: JoinedRoom, options: JoinRoomOptions): BrowserRoom {
    const room = new BrowserRoom(this.#context(), joined, options);
    this.#rooms.set(room.id, room);
    room.on('ended', () => {
      this.#rooms.delete(room.id);
      this.#connection.forget(`room:${room.id}`);
      this.#emitter.emit('active', this.active);
    });
    void room.start(joined);
    this.#emitter.emit('active', this.active);
    return room;
  }

  #context(): RoomContext {
    return {
      api: this.#api,
      connection: this.#connection,
      iceServers: this.#iceServers,
      seated: (roomId, devices) => {
        if (devices === undefined) this.#memory.forget(roomId);
        else this.#memory.keep(roomId, devices);
      },
      changed: () => this.#emitter.emit('active', this.active),
    };
  }
}

function idOf(channel: string): string {
  return channel.slice(channel.indexOf(':') + 1);
}
