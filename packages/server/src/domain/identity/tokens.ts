import {
  AppError,
  type Clock,
  type Grant,
  holds,
  type Journal,
  type Scope,
  type Secret,
  type Write,
} from '../../kernel/index.ts';
import {
  grantsOfUser,
  isSelf,
  ordinaryGrants,
  requireGrant,
  requireMayGive,
  scopeMissing,
} from '../access/index.ts';
import type { User, UserRepository } from '../directory/index.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { DEFAULT_TOKEN_TTL_S } from './token-lifetime.ts';

export interface TokenRequest {
  /** The acting user when absent. */
  readonly userId?: string | undefined;
  /** What the giver allows of the user's `ordinaryGrants`, when absent. */
  readonly grants?: readonly Grant[] | undefined;
  readonly ttlS?: number | undefined;
  /** When the giver's own credential ends: nobody lives longer by making tokens of tokens. */
  readonly notAfterMs?: number | null | undefined;
}

export interface GivenToken {
  readonly token: Secret;
  readonly userId: string;
  readonly grants: readonly Grant[];
  readonly expiresInS: number;
  readonly expiresAtMs: number;
}

export interface TokensDependencies {
  readonly issuer: TokenIssuer;
  readonly users: UserRepository;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Decides who gets which bearer token, and writes down that it was given. */
export class Tokens {
  readonly #deps: TokensDependencies;

  constructor(deps: TokensDependencies) {
    this.#deps = deps;
  }

  /**
   * For oneself, or with `tokens:issue` for anybody of the organisation; never with a grant that the
   * giver lacks or the user does not have.
   * @throws AppError `scope_missing` | `user_not_found` | `user_disabled` | `unauthenticated` (the giver's
   * own credential is about to end)
   */
  async give(
    scope: Scope,
    request: TokenRequest,
    attached: (given: GivenToken) => readonly Write[] = () => [],
  ): Promise<GivenToken> {
    const userId = request.userId ?? scope.principal.id;
    if (!isSelf(scope, userId)) requireGrant(scope, 'tokens:issue');
    const user = await this.#activeUser(scope.org, userId);
    const grants = allowedGrants(scope, user, request.grants);
    return this.#issue(scope, user.id, { ...request, grants }, attached);
  }

  /** As the operator of the server, who may give any grant; the user must be there and active. */
  async giveAsOperator(
    scope: Scope,
    request: TokenRequest & { readonly userId: string },
  ): Promise<GivenToken> {
    requireGrant(scope, 'voip:admin');
    const user = await this.#activeUser(scope.org, request.userId);
    const grants = request.grants ?? ordinaryGrants(user);
    return this.#issue(scope, user.id, { ...request, grants }, () => []);
  }

  async #issue(
    scope: Scope,
    userId: string,
    request: TokenRequest & { readonly grants: readonly Grant[] },
    attached: (given: GivenToken) => readonly Write[],
  ): Promise<GivenToken> {
    const ttlS = this.#boundedTtlS(request);
    const order = { org: scope.org, userId, grants: request.grants, ttlS };
    const { token, expiresAtMs } = await this.#deps.issuer.issue(order);
    const given = { token, userId, grants: request.grants, expiresInS: ttlS, expiresAtMs };
    const audit = { action: 'token.issued', target: `user:${userId}`, outcome: 'allowed' } as const;
    const writes = attached(given);
    await this.#deps.journal.commit({ scope, writes, events: [], audits: [audit] });
    return given;
  }

  #boundedTtlS(request: TokenRequest): number {
    const wantedS = request.ttlS ?? DEFAULT_TOKEN_TTL_S;
    const notAfterMs = request.notAfterMs ?? Number.POSITIVE_INFINITY;
    const leftS = Math.floor((notAfterMs - this.#deps.clock.nowMs()) / 1000);
    if (leftS < 1) throw new AppError('unauthenticated');
    return Math.min(wantedS, leftS);
  }

  async #activeUser(org: string, userId: string): Promise<User> {
    const user = await this.#deps.users.find(org, userId);
    if (user?.status === 'disabled') throw new AppError('user_disabled');
    if (user?.status !== 'active')
      throw new AppError('user_not_found', { params: { user: userId } });
    return user;
  }
}

/** A service with `tokens:issue` gives users what users have; anything above only if it holds it. */
function allowedGrants(
  scope: Scope,
  user: User,
  wanted: readonly Grant[] | undefined,
): readonly Grant[] {
  const self = isSelf(scope, user.id);
  const usual = ordinaryGrants(user);
  if (wanted === undefined) {
    return self ? usual.filter((grant) => holds(scope.principal, grant)) : usual;
  }
  const most = grantsOfUser(user);
  const above = wanted.find((grant) => !most.includes(grant));
  if (above !== undefined) throw scopeMissing(above);
  const ordinary = new Set(self ? [] : usual);
  requireMayGive(
    scope.principal,
    wanted.filter((grant) => !ordinary.has(grant)),
  );
  return [...new Set(wanted)];
}
