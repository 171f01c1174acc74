import type { Call, CallType, CreateCall, DomainEvent } from '@sky-genesis/protocol';
import { type CallEvent, parseCallEvent } from '../core/call-event.ts';
import { isTalking, legStatusOf } from '../core/call-members.ts';
import type { Connection } from '../core/connection.ts';
import type { RestApi } from '../core/rest-api.ts';
import { NetworkError } from '../core/sge-error.ts';
import type { CallSession, StartCallOptions } from '../core/types.ts';
import { BrowserCall } from './browser-call.ts';
import type { CallContext } from './call-context.ts';
import { captureScreen } from './capture.ts';
import type { IceServerCache } from './ice-servers.ts';
import { LocalMedia } from './local-media.ts';
import { tabMemory } from './tab-memory.ts';

type StateEvent = Extract<CallEvent, { readonly kind: 'state' }>;

export interface CallRegistryEvents {
  readonly incoming: (call: CallSession) => void;
  readonly changed: (calls: readonly CallSession[]) => void;
}

/** The active calls of this user that concern this page. */
export class CallRegistry {
  readonly #rest: RestApi;
  readonly #connection: Connection;
  readonly #events: CallRegistryEvents;
  readonly #device = crypto.randomUUID();
  readonly #iceServers: IceServerCache;
  readonly #memory = tabMemory('call');
  readonly #calls = new Map<string, BrowserCall>();
  /** Events of calls this page may be starting right now: they can overtake the answer that names the call. */
  readonly #unclaimed = new Map<string, CallEvent[]>();
  #starting = 0;
  #userId = '';

  constructor(
    rest: RestApi,
    connection: Connection,
    iceServers: IceServerCache,
    events: CallRegistryEvents,
  ) {
    this.#rest = rest;
    this.#connection = connection;
    this.#events = events;
    this.#iceServers = iceServers;
    connection.on('hello', (hello) => {
      this.#userId = hello.user_id;
      void this.#reconcile();
    });
    connection.on('event', (event) => this.#hear(event));
    connection.on('gap', (channel) => void this.#calls.get(callIdOf(channel))?.reread());
  }

  get active(): readonly CallSession[] {
    return [...this.#calls.values()];
  }

  /** @throws MediaProblem `screen_denied` · SgeError · NetworkError also when not connected yet */
  async start(
    participants: readonly string[],
    type: CallType,
    options: StartCallOptions = {},
  ): Promise<CallSession> {
    // Who calls is known from the first Hello on.
    if (this.#userId === '') throw new NetworkError('connect before you call');
    const local = new LocalMedia();
    this.#starting += 1;
    try {
      // First, while the user's click still counts as the permission to ask.
      if (type === 'screen') local.takeScreen(await captureScreen(false));
      await Promise.all([
        this.#iceServers.get(),
        local.open({ microphone: true, camera: type === 'video' }),
      ]);
      const call = await this.#rest.createCall(createBody(participants, type, options));
      const session = this.#add(call, local);
      session.dial();
      for (const event of this.#unclaimed.get(call.id) ?? []) session.apply(event);
      return session;
    } catch (error) {
      local.close();
      throw error;
    } finally {
      this.#starting -= 1;
      if (this.#starting === 0) this.#unclaimed.clear();
    }
  }

  networkChanged(): void {
    for (const call of this.#calls.values()) call.networkChanged();
  }

  /** Lets go of every call's media; the calls themselves go on until the server ends them. */
  close(): void {
    for (const call of [...this.#calls.values()]) call.over('completed');
  }

  #hear(event: DomainEvent): void {
    const read = parseCallEvent(event);
    if (read === undefined) return;
    const id = callIdOf(event.channel);
    const known = this.#calls.get(id);
    if (known !== undefined) known.apply(read);
    else if (read.kind === 'state' && read.call.status === 'ended') {
      this.#connection.forget(event.channel);
    } else if (read.kind === 'state' && this.#goesOnHere(read)) {
      void this.#rejoin(read.call);
    } else if (read.kind === 'state' && this.#ringsHere(read.call)) {
      // Whoever is invited later has missed what was said before.
      this.#ring(read.call, event.type !== 'call.created');
    } else if (this.#starting > 0) {
      this.#unclaimed.set(id, [...(this.#unclaimed.get(id) ?? []), read]);
    }
  }

  /** Somebody has put this page through to another call. */
  #goesOnHere({ call, fromCallId }: StateEvent): boolean {
    const isIn = fromCallId !== undefined && this.#memory.get(fromCallId) !== undefined;
    return isIn && call.status !== 'ended' && isTalking(call, this.#userId);
  }

  async #rejoin(call: Call): Promise<void> {
    // What keeps it from its media is told by the session.
    await this.#add(call)
      .rejoin()
      .catch(() => {});
  }

  #ringsHere(call: Call): boolean {
    return call.status !== 'ended' && legStatusOf(call, this.#userId) === 'ringing';
  }

  #ring(call: Call, missed: boolean): void {
    const session = this.#add(call);
    // Known before the user picks up.
    void this.#iceServers.get();
    if (missed) void session.catchUp();
    this.#events.incoming(session);
  }

  /** A connection stands: what began or ended while there was none? */
  async #reconcile(): Promise<void> {
    for (const session of this.#calls.values()) session.networkChanged();
    const calls = await this.#rest.activeCalls().catch(() => undefined);
    if (calls === undefined) return;
    for (const call of calls) this.#meet(call);
    const active = new Set(calls.map((call) => call.id));
    for (const session of [...this.#calls.values()]) {
      if (!active.has(session.id)) void session.reread();
    }
  }

  #meet(call: Call): void {
    const known = this.#calls.get(call.id);
    if (known !== undefined) known.read(call);
    else if (this.#ringsHere(call)) this.#ring(call, true);
    else if (this.#memory.get(call.id) !== undefined) {
      void this.#rejoin(call);
    }
  }

  #add(call: Call, local?: LocalMedia): BrowserCall {
    const session = new BrowserCall(this.#context(), call, local);
    if (session.endReason !== null) return session;
    this.#calls.set(call.id, session);
    session.on('ended', () => {
      this.#calls.delete(call.id);
      this.#connection.forget(`call:${call.id}`);
    });
    this.#events.changed(this.active);
    return session;
  }

  #context(): CallContext {
    return {
      userId: this.#userId,
      rest: this.#rest,
      connection: this.#connection,
      device: this.#device,
      iceServers: this.#iceServers,
      joined: (id, joined) => (joined ? this.#memory.set(id, '1') : this.#memory.delete(id)),
      changed: () => this.#events.changed(this.active),
    };
  }
}

function callIdOf(channel: string): string {
  return channel.slice(channel.indexOf(':') + 1);
}

function createBody(
  participants: readonly string[],
  type: CallType,
  { metadata, timeoutS }: StartCallOptions,
): CreateCall {
  return {
    participants: [...participants],
    call_type: type,
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
    ...(timeoutS === undefined ? {} : { timeout_s: timeoutS }),
  };
}
