import type { Call, Signal } from '@sky-genesis/protocol';
import { isTalking, legStatusOf, liveOthersOf } from '../core/call-members.ts';
import type { Connection } from '../core/connection.ts';
import type { RemoteParty } from '../core/types.ts';
import { CallMedia, type CallMediaOptions } from './call-media.ts';
import type { MediaState } from './peer.ts';
import { RouterCallMedia } from './router-call-media.ts';

export interface CallRouteOptions extends Omit<CallMediaOptions, 'streamOf'> {
  readonly connection: Connection;
  /** The router could not be reached, or refuses. */
  readonly failed: (error: unknown) => void;
}

/**
 * How long a direct connection is kept beside the router, in milliseconds: the other side may still be listening
 * to it.
 */
const lingerMs = 3000;
/** After so long on the router, whoever sends nothing there is not waited for any more, in milliseconds. */
const patienceMs = 10_000;

/**
 * The ways a call's media take: from one to the other between two people, over a router between more. A call that
 * grows goes over without a gap: the direct ways are kept until the router's media flow.
 */
export class CallRoute {
  readonly #options: CallRouteOptions;
  readonly #streams = new Map<string, MediaStream>();
  readonly #direct: CallMedia;
  readonly #lingering = new Map<string, ReturnType<typeof setTimeout>>();
  #patience: ReturnType<typeof setTimeout> | undefined;
  #router: RouterCallMedia | undefined;
  #call: Call;

  constructor(options: CallRouteOptions) {
    this.#options = options;
    this.#call = options.call;
    this.#direct = new CallMedia({
      ...options,
      streamOf: (userId) => this.#streamOf(userId),
    });
    this.update(options.call);
  }

  /** Whether media flow with anybody. */
  get state(): MediaState {
    const states = [this.#router?.state, this.#direct.state];
    if (states.includes('up')) return 'up';
    return states.includes('lost') ? 'lost' : 'none';
  }

  /** Those others who are in the call. */
  get remotes(): readonly RemoteParty[] {
    const direct = this.#direct.remotes;
    if (this.#router === undefined) return direct;
    const others = liveOthersOf(this.#call, this.#options.userId);
    return others
      .filter((userId) => isTalking(this.#call, userId))
      .map(
        (userId) =>
          this.#router?.view(userId) ??
          direct.find((party) => party.userId === userId) ??
          this.#unknown(userId),
      );
  }

  update(call: Call): void {
    this.#call = call;
    this.#direct.update(call);
    if (this.#router === undefined && this.#isRouted()) this.#moveToRouter();
    this.#router?.update(call);
  }

  hear(signal: Signal): void {
    this.#direct.hear(signal);
  }

  /** The local tracks have changed. */
  send(): void {
    this.#direct.send();
    this.#router?.send();
  }

  /** The network is back or another. */
  restart(): void {
    this.#direct.restart();
  }

  async stats(): Promise<readonly RTCStatsReport[]> {
    return this.#router === undefined ? await this.#direct.stats() : await this.#router.stats();
  }

  close(): void {
    for (const timer of [this.#patience, ...this.#lingering.values()]) clearTimeout(timer);
    this.#direct.close();
    this.#router?.close();
  }

  /** Only who is in the call may use the router. */
  #isRouted(): boolean {
    const mine = legStatusOf(this.#call, this.#options.userId);
    const isIn = mine === 'connected' || mine === 'on_hold';
    return this.#call.media === 'router' && this.#call.answer_time !== null && isIn;
  }

  #moveToRouter(): void {
    const { userId, connection, iceServers, local, failed } = this.#options;
    this.#router = new RouterCallMedia({
      userId,
      call: this.#call,
      connection,
      iceServers,
      local,
      failed,
      streamOf: (other) => this.#streamOf(other),
      direct: (other) => this.#direct.has(other),
      changed: () => this.#routerChanged(),
    });
  }

  #routerChanged(): void {
    const { userIds } = this.#direct;
    for (const userId of userIds) if (this.#router?.carries(userId) === true) this.#letGo(userId);
    if (userIds.length > 0 && this.#router?.state === 'up') {
      this.#patience ??= setTimeout(() => {
        for (const userId of this.#direct.userIds) this.#drop(userId);
      }, patienceMs);
    }
    this.#options.changed();
  }

  /** Of the direct way to somebody, after a while. */
  #letGo(userId: string): void {
    if (this.#lingering.has(userId)) return;
    this.#lingering.set(
      userId,
      setTimeout(() => this.#drop(userId), lingerMs),
    );
  }

  #drop(userId: string): void {
    this.#direct.drop(userId);
    this.#router?.update(this.#call);
  }

  #streamOf(userId: string): MediaStream {
    const known = this.#streams.get(userId) ?? new MediaStream();
    this.#streams.set(userId, known);
    return known;
  }

  /** In the call, but nothing has come of them yet. */
  #unknown(userId: string): RemoteParty {
    const stream = this.#streamOf(userId);
    const off = { microphoneMuted: true, cameraOff: true, sharingScreen: false };
    return { userId, stream, ...off };
  }
}
