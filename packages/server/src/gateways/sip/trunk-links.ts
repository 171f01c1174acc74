import {
  DigestClient,
  type Registration,
  randomHex,
  systemRandom,
  type UserAgent,
} from '@sky-genesis/sip';
import type { Trunk, TrunkBook } from '../../domain/telephony/index.ts';
import type { Logger, Secret } from '../../kernel/index.ts';
import type { Origins } from './origin.ts';
import { routesOf, trunkUri } from './trunk-invite.ts';

export interface TrunkLinksOptions {
  readonly agent: UserAgent;
  readonly book: TrunkBook;
  readonly origins: Origins;
  readonly trunkPassword: (trunk: Trunk) => Secret | undefined;
  /** What stands for us in From. */
  readonly domain: string;
  readonly nowMs: () => number;
  readonly logger: Logger;
}

interface Link {
  readonly version: number;
  readonly contactUser: string;
  readonly registration: Registration;
  registered: boolean;
}

const KEEP_ALIVE_MS = 25_000;
const TEST_TIMEOUT_MS = 4000;

/** Keeps us registered at the peers of trunks with auth `register`, and asks peers whether they are there. */
export class TrunkLinks {
  readonly #options: TrunkLinksOptions;
  readonly #links = new Map<string, Link>();

  constructor(options: TrunkLinksOptions) {
    this.#options = options;
    options.book.onChange(() => this.#follow());
    this.#follow();
  }

  stop(): void {
    for (const [id, link] of this.#links) this.#end(id, link);
  }

  /** What OPTIONS finds (RFC 3261 §11). */
  async test(trunk: Trunk) {
    const { agent, domain, nowMs } = this.#options;
    const beganMs = nowMs();
    const outcome = await agent.request({
      method: 'OPTIONS',
      uri: trunkUri(trunk),
      from: `<sip:${domain}>`,
      hopTimeoutMs: TEST_TIMEOUT_MS,
      ...routesOf(trunk),
    });
    const registered = trunk.settings.auth === 'register' ? this.isRegistered(trunk.id) : null;
    if (outcome.kind !== 'answered') {
      return { statusCode: null, reason: outcome.reason, roundTripMs: null, registered };
    }
    const { status, reason } = outcome.response;
    return { statusCode: status, reason, roundTripMs: nowMs() - beganMs, registered };
  }

  isRegistered(trunkId: string): boolean {
    return this.#links.get(trunkId)?.registered === true;
  }

  #follow(): void {
    const wanted = this.#options.book.all.filter(({ settings }) => settings.auth === 'register');
    for (const [id, link] of this.#links) {
      if (!wanted.some((trunk) => trunk.id === id && trunk.version === link.version)) {
        this.#end(id, link);
      }
    }
    for (const trunk of wanted) if (!this.#links.has(trunk.id)) this.#begin(trunk);
  }

  #begin(trunk: Trunk): void {
    const { agent, origins, trunkPassword, logger } = this.#options;
    const { username, uri } = trunk.settings;
    const password = trunkPassword(trunk)?.reveal();
    if (username === null || password === undefined) return;
    const contactUser = `t${randomHex(systemRandom, 12)}`;
    const place = uri.slice(uri.indexOf(':') + 1);
    origins.expectAt(contactUser, trunk.id);
    const fields = { area: 'voip', org: trunk.org, trunk_id: trunk.id } as const;
    const registration = agent.register({
      registrar: trunkUri(trunk),
      address: `<sip:${username}@${place}>`,
      contactUser,
      digest: new DigestClient([{ username, password }], systemRandom),
      keepAliveMs: KEEP_ALIVE_MS,
      ...routesOf(trunk),
      onState: (event) => {
        link.registered = event.kind === 'registered';
        if (event.kind === 'registered') origins.expectBy(event.hop, trunk.id);
        if (event.kind === 'failed') {
          const { status, reason } = event;
          logger.warn({ ...fields, status, reason }, 'a trunk could not be registered');
        } else logger.info({ ...fields, outcome: event.kind }, 'trunk registration');
      },
    });
    const link: Link = { version: trunk.version, contactUser, registration, registered: false };
    this.#links.set(trunk.id, link);
  }

  #end(id: string, link: Link): void {
    this.#links.delete(id);
    this.#options.origins.forget(link.contactUser);
    link.registration.stop();
  }
}
