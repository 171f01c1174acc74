import type { PresenceState, Signal, SignalType } from '@sky-genesis/protocol';
import { Connection } from '../core/connection.ts';
import { Emitter } from '../core/emitter.ts';
import { HttpClient } from '../core/http-client.ts';
import { PresenceCache } from '../core/presence-cache.ts';
import { RestApi } from '../core/rest-api.ts';
import { dialOutBody, RoomApi } from '../core/room-api.ts';
import type { Rooms } from '../core/room-types.ts';
import { serverAddress } from '../core/server-address.ts';
import { pollMailbox, signalPayload } from '../core/signaling.ts';
import { applicationTokens, sessionTokens } from '../core/token-source.ts';
import type { ClientEvents, ClientOptions, ConnectionState } from '../core/types.ts';
import type { VoipClient } from '../core/voip-client.ts';
import { CallRegistry } from './call-registry.ts';
import { IceServerCache } from './ice-servers.ts';
import { RoomRegistry } from './room-registry.ts';

/**
 * The SDK in a web page: calls with their media, presence and the directory over one connection that
 * mends itself. Nothing happens before `connect`.
 */
export class BrowserClient implements VoipClient {
  readonly calls: VoipClient['calls'];
  readonly rooms: Rooms;
  readonly presence: VoipClient['presence'];
  readonly users: VoipClient['users'];
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #connection: Connection;
  readonly #rest: RestApi;
  readonly #registry: CallRegistry;
  readonly #rooms: RoomRegistry;
  readonly #networkBack = () => {
    this.#connection.networkChanged();
    this.#registry.networkChanged();
  };
  #userId: string | null = null;

  /** @throws TypeError `baseUrl` is no http(s) URL, or absent outside of a page */
  constructor(options: ClientOptions = {}) {
    const address = serverAddress(options.baseUrl);
    const tokens =
      options.token === undefined ? sessionTokens(address.http) : applicationTokens(options.token);
    const http = new HttpClient(address.http, tokens, options.language);
    this.#rest = new RestApi(http);
    const iceServers = new IceServerCache(this.#rest, options.iceTransportPolicy);
    this.#connection = new Connection({ url: address.webSocket, tokens });
    this.#connection.on('hello', (hello) => {
      this.#userId = hello.user_id;
    });
    this.#registry = new CallRegistry(this.#rest, this.#connection, iceServers, {
      incoming: (call) => this.#emitter.emit('incomingCall', call),
      changed: (calls) => this.#emitter.emit('calls', calls),
    });
    const roomApi = new RoomApi(http);
    this.#rooms = new RoomRegistry(roomApi, this.#connection, iceServers);
    this.rooms = roomsOf(this.#rooms, roomApi);
    this.calls = callsOf(this.#registry, this.#rest);
    this.presence = presenceOf(
      new PresenceCache(this.#connection, (presence) => this.#emitter.emit('presence', presence)),
    );
    this.users = {
      list: (query = {}) => this.#rest.users(query),
      get: (id) => this.#rest.user(id),
    };
    this.#forward();
  }

  readonly on: VoipClient['on'] = (event, listener) => this.#emitter.on(event, listener);

  get state(): ConnectionState {
    return this.#connection.state;
  }

  get userId(): string | null {
    return this.#userId;
  }

  async connect(): Promise<void> {
    globalThis.addEventListener?.('online', this.#networkBack);
    await this.#connection.open();
  }

  close(): Promise<void> {
    globalThis.removeEventListener?.('online', this.#networkBack);
    this.#registry.close();
    this.#rooms.close();
    this.#connection.close();
    return Promise.resolve();
  }

  sendSignalingMessage(
    callId: string,
    messageType: SignalType,
    payload?: unknown,
    toUser?: string,
  ): Promise<Signal> {
    return this.#rest.sendSignal(callId, {
      message_type: messageType,
      payload: signalPayload(payload),
      ...(toUser === undefined ? {} : { to_user: toUser }),
    });
  }

  pollSignaling(
    callId: string,
    options: { readonly after?: number; readonly signal?: AbortSignal } = {},
  ): AsyncIterable<Signal> {
    return pollMailbox(this.#rest, callId, options);
  }

  #forward(): void {
    this.#connection.on('state', (state) => this.#emitter.emit('state', state));
    this.#connection.on('signedOut', () => this.#emitter.emit('signedOut'));
    this.#connection.on('frame', (frame) => {
      if (frame.type !== 'Notification') return;
      const { title, message, level } = frame;
      this.#emitter.emit('notification', { title, message, level });
    });
  }
}

/** `new BrowserClient(options)` for those who prefer a function. */
export function createBrowserClient(options: ClientOptions = {}): VoipClient {
  return new BrowserClient(options);
}

function callsOf(registry: CallRegistry, rest: RestApi): VoipClient['calls'] {
  return {
    get active() {
      return registry.active;
    },
    start: (participants, type, options) => registry.start(participants, type, options),
    history: (page = {}) => rest.history(page),
  };
}

function roomsOf(registry: RoomRegistry, api: RoomApi): Rooms {
  return {
    get active() {
      return registry.active;
    },
    on: registry.on,
    create: (room) => api.create(room),
    list: (page = {}) => api.list(page),
    get: (id) => api.get(id),
    participants: (id) => api.participants(id),
    update: (id, change) => api.update(id, change),
    renewPin: (id) => api.renewPin(id),
    delete: (id) => api.delete(id),
    invite: (id, userIds) => api.invite(id, userIds),
    dialOut: (id, to, options = {}) => api.dialOut(id, dialOutBody(to, options)),
    cancelDialOut: (id, participantId) => api.cancelDialOut(id, participantId),
    join: (id, options) => registry.join(id, options),
  };
}

function presenceOf(cache: PresenceCache): VoipClient['presence'] {
  return {
    get: (userId) => cache.get(userId),
    watch: (userId) => cache.watch(userId),
    set: (status: PresenceState, message = null) => cache.set(status, message),
  };
}
