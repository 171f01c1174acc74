import type { Authenticator } from '../../domain/identity/ports.ts';
import { AppError, type Clock, holds, type Scope } from '../../kernel/index.ts';
import { presentedCredential, refuseForeignOrigin } from './credentials.ts';
import type { Exchange } from './exchange.ts';
import type { HttpGatewayConfig, RatePolicy } from './options.ts';
import { addressOwner, type RateDecision, RateLimiter } from './rate-limit.ts';
import type { Route } from './route.ts';

interface Limited {
  readonly limiter: RateLimiter;
  readonly name: string;
  /** RateLimit-Policy, draft-ietf-httpapi-ratelimit-headers §3: quota and its window in seconds. */
  readonly policy: string;
}

export interface Admitted {
  readonly scope: Scope;
  readonly credentialExpiresAtMs: number | null;
}

/** Decides who asks and whether they may: credential, rate, origin, grant. */
export class Admission {
  readonly #authenticator: Authenticator;
  readonly #clock: Clock;
  readonly #publicUrl: () => string;
  readonly #limits: { readonly user: Limited; readonly key: Limited; readonly ip: Limited };

  constructor(parts: {
    readonly authenticator: Authenticator;
    readonly clock: Clock;
    readonly publicUrl: () => string;
    readonly rateLimits: HttpGatewayConfig['rateLimits'];
  }) {
    this.#authenticator = parts.authenticator;
    this.#clock = parts.clock;
    this.#publicUrl = parts.publicUrl;
    const { user, key, ip } = parts.rateLimits;
    this.#limits = { user: limited('user', user), key: limited('key', key), ip: limited('ip', ip) };
  }

  /** @throws AppError of the first thing that keeps the request out. */
  async admit(exchange: Exchange, route: Route): Promise<Admitted> {
    if (route.auth === 'none') return this.#admitAnyone(exchange, route);
    const { principal, org, expiresAtMs, kind } = await this.#authenticate(exchange, route);
    exchange.principal = principal;
    exchange.org = org;
    if (principal.kind !== 'system') {
      const limits = this.#limits[principal.kind === 'user' ? 'user' : 'key'];
      this.#count(exchange, limits, `${org}/${principal.id}`);
    }
    if (kind === 'session') refuseForeignOrigin(exchange, this.#publicUrl(), true);
    if (route.grant !== undefined && !holds(principal, route.grant)) {
      throw new AppError('scope_missing', { params: { scope: route.grant } });
    }
    const scope: Scope = { org, principal, source: 'http', traceId: exchange.traceId };
    return { scope, credentialExpiresAtMs: expiresAtMs };
  }

  #admitAnyone(exchange: Exchange, route: Route): Admitted {
    if (route.unlimited !== true) this.#count(exchange, this.#limits.ip, addressOwner(exchange.ip));
    // A token that the route will judge is shown on purpose: no page can make a browser show it.
    if (exchange.bearer === undefined) refuseForeignOrigin(exchange, this.#publicUrl(), false);
    const principal = { kind: 'system', id: 'system', grants: new Set<never>() } as const;
    const scope: Scope = { org: 'default', principal, source: 'http', traceId: exchange.traceId };
    return { scope, credentialExpiresAtMs: null };
  }

  /** Who shows a wrong credential, or none, is counted by address: guessing has a price. */
  async #authenticate(exchange: Exchange, route: Route) {
    try {
      const presented = presentedCredential(exchange, route.auth);
      const authenticated = await this.#authenticator.authenticate(presented);
      return { ...authenticated, kind: presented.kind };
    } catch (error) {
      if (error instanceof AppError) {
        this.#count(exchange, this.#limits.ip, addressOwner(exchange.ip));
      }
      throw error;
    }
  }

  #count(exchange: Exchange, limit: Limited, owner: string): void {
    const decision = limit.limiter.take(owner, this.#clock.nowMs());
    exchange.rate = [limit.policy, stateOf(limit.name, decision)];
    if (decision.allowed) return;
    const retryAfterS = decision.retryAfterS;
    throw new AppError('rate_limited', { retryAfterS, params: { seconds: retryAfterS } });
  }
}

function limited(name: string, policy: RatePolicy): Limited {
  const windowS = Math.max(1, Math.round(policy.burst / policy.perSecond));
  return {
    limiter: new RateLimiter(policy),
    name,
    policy: `"${name}";q=${policy.burst};w=${windowS}`,
  };
}

function stateOf(name: string, decision: RateDecision): string {
  return `"${name}";r=${decision.remaining};t=${decision.resetS}`;
}
