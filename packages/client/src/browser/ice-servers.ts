import type { RestApi } from '../core/rest-api.ts';

/** Credentials are renewed this long before they end, in milliseconds: a call may still be ringing. */
const marginMs = 10 * 60_000;
/** Servers that never expire are asked for again after this long, in milliseconds. */
const longestMs = 60 * 60_000;

/** The STUN and TURN servers to use, kept while their credentials last. */
export class IceServerCache {
  readonly #rest: RestApi;
  #held: { readonly servers: readonly RTCIceServer[]; readonly goodUntilMs: number } | undefined;

  constructor(rest: RestApi) {
    this.#rest = rest;
  }

  /** Those last heard of, or none, when the server does not answer: a local call does without. */
  async get(): Promise<readonly RTCIceServer[]> {
    const held = this.#held;
    if (held !== undefined && Date.now() < held.goodUntilMs) return held.servers;
    try {
      const { ice_servers, expires_at } = await this.#rest.iceServers();
      const servers = ice_servers.map((server) => ({ ...server, urls: [...server.urls] }));
      const lastsMs =
        expires_at === null ? longestMs : Date.parse(expires_at) - Date.now() - marginMs;
      this.#held = { servers, goodUntilMs: Date.now() + Math.min(lastsMs, longestMs) };
      return servers;
    } catch {
      return held?.servers ?? [];
    }
  }
}
