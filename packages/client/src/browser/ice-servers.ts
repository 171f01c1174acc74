import type { IceServer } from '@sky-genesis/protocol';
import type { RestApi } from '../core/rest-api.ts';
import type { ClientOptions } from '../core/types.ts';

/** Credentials are renewed this long before they end, in milliseconds: a call may still be ringing. */
const marginMs = 10 * 60_000;
/** Servers that never expire are asked for again after this long, in milliseconds. */
const longestMs = 60 * 60_000;

/** The STUN and TURN servers to use, kept while their credentials last. */
export class IceServerCache {
  readonly #rest: RestApi;
  readonly #policy: RTCConfiguration;
  #servers: readonly IceServer[] = [];
  #goodUntilMs = 0;

  constructor(rest: RestApi, policy: ClientOptions['iceTransportPolicy']) {
    this.#rest = rest;
    this.#policy = policy === undefined ? {} : { iceTransportPolicy: policy };
  }

  /** Those last heard of. */
  get current(): RTCConfiguration {
    return this.configure(this.#servers);
  }

  /** What a connection is given that is to use these servers. */
  configure(servers: readonly IceServer[]): RTCConfiguration {
    const iceServers = servers.map((server) => ({ ...server, urls: [...server.urls] }));
    return { ...this.#policy, iceServers };
  }

  /** Those last heard of, or none, when the server does not answer: a local call does without. */
  async get(): Promise<RTCConfiguration> {
    if (Date.now() < this.#goodUntilMs) return this.current;
    try {
      const { ice_servers, expires_at } = await this.#rest.iceServers();
      const lastsMs =
        expires_at === null ? longestMs : Date.parse(expires_at) - Date.now() - marginMs;
      this.#servers = ice_servers;
      this.#goodUntilMs = Date.now() + Math.min(lastsMs, longestMs);
    } catch {
      // Asked again the next time.
    }
    return this.current;
  }
}
