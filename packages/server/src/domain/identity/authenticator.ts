import {
  AppError,
  type Clock,
  type EventFeed,
  type EventLog,
  type Grant,
  type Logger,
  type RecordedEvent,
  type Secret,
} from '../../kernel/index.ts';
import { grantsOfUser } from '../access/index.ts';
import type { User, UserRepository } from '../directory/index.ts';
import { parseApiKey } from './api-key-format.ts';
import type {
  ApiKeyRepository,
  Authenticated,
  Authenticator,
  PresentedCredential,
} from './ports.ts';
import { hashToken, matchesHash } from './random-token.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { TokenVerifier, VerifiedToken } from './token-verifier.ts';
import { VerifiedCache } from './verified-cache.ts';
import { externalCallsLostAtMs, lastVoidedAtMs } from './voided-tokens.ts';

const REMEMBERED_CREDENTIALS = 10_000;
/** After these, what a user's credentials were good for has to be looked at again. */
const USER_EVENTS: ReadonlySet<string> = new Set([
  'user.disabled',
  'user.activated',
  'user.role_changed',
  'user.external_calls_granted',
  'user.external_calls_withdrawn',
  'user.tokens_voided',
]);

export interface AuthenticatorDependencies {
  readonly verifier: TokenVerifier;
  readonly signingKeys: SigningKeys;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeyRepository;
  readonly users: UserRepository;
  readonly log: EventLog;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Says who presents a bearer token, an API key or a session cookie. */
export class CredentialAuthenticator implements Authenticator {
  readonly #deps: AuthenticatorDependencies;
  readonly #verified = new VerifiedCache(REMEMBERED_CREDENTIALS);
  readonly #unsubscribe: () => void;

  constructor(deps: AuthenticatorDependencies) {
    this.#deps = deps;
    this.#unsubscribe = deps.feed.subscribe((event) => this.#follow(event));
  }

  async authenticate(presented: PresentedCredential): Promise<Authenticated> {
    switch (presented.kind) {
      case 'bearer':
        return this.#known(presented.token.reveal()) ?? this.#bearer(presented.token);
      case 'api_key':
        return this.#apiKey(presented.key);
      case 'session':
        return this.#deps.sessions.authenticate(presented.token);
      default:
        return presented satisfies never;
    }
  }

  stop(): void {
    this.#unsubscribe();
  }

  #known(token: string): Authenticated | undefined {
    const known = this.#verified.find(token);
    if (known === undefined) return undefined;
    if ((known.expiresAtMs ?? 0) > this.#deps.clock.nowMs()) return known;
    this.#verified.drop(token);
    throw new AppError('token_expired');
  }

  async #bearer(token: Secret): Promise<Authenticated> {
    const { verifier, users, log } = this.#deps;
    const { generation } = this.#verified;
    const verified = await verifier.verify(token.reveal());
    const { org, userId, issuedAtMs, expiresAtMs } = verified;
    const user = await users.find(org, userId);
    if (user?.status === 'disabled') throw new AppError('user_disabled');
    if (user?.status !== 'active') throw new AppError('unauthenticated');
    if (issuedAtMs <= (await lastVoidedAtMs(log, org, userId))) {
      throw new AppError('unauthenticated');
    }
    const grants = await this.#stillHeld(verified, user);
    const answer: Authenticated = {
      org,
      principal: { kind: 'user', id: userId, grants },
      expiresAtMs,
    };
    this.#verified.remember(token.reveal(), answer, generation);
    return answer;
  }

  /** Who loses the outside keeps the token otherwise: a meeting is not cut for it. */
  async #stillHeld(token: VerifiedToken, user: User): Promise<ReadonlySet<Grant>> {
    const { grants, issuedAtMs } = token;
    const outside: Grant = 'calls:external';
    if (!grants.has(outside) || grantsOfUser(user).includes(outside)) return grants;
    const lostAtMs = await externalCallsLostAtMs(this.#deps.log, user.org, user.id);
    if (issuedAtMs > lostAtMs) return grants;
    return new Set([...grants].filter((grant) => grant !== outside));
  }

  async #apiKey(presented: Secret): Promise<Authenticated> {
    const parsed = parseApiKey(presented.reveal());
    if (parsed === undefined) throw new AppError('unauthenticated');
    const digest = hashToken(presented.reveal());
    const known = this.#verified.find(digest);
    if (known !== undefined) return known;
    const { generation } = this.#verified;
    const stored = await this.#deps.apiKeys.find(parsed.id);
    const matches = matchesHash(parsed.secret, stored?.secretHash ?? '');
    if (stored === undefined || !matches || stored.revokedAtMs !== null) {
      throw new AppError('unauthenticated');
    }
    const grants = new Set(stored.grants);
    const answer: Authenticated = {
      org: stored.org,
      principal: { kind: 'key', id: stored.id, grants },
      expiresAtMs: null,
    };
    this.#verified.remember(digest, answer, generation);
    return answer;
  }

  #follow(event: RecordedEvent): void {
    if (USER_EVENTS.has(event.type)) {
      this.#verified.forget(event.org, { kind: 'user', id: event.stream.slice('user:'.length) });
    } else if (event.type === 'key.revoked') {
      this.#verified.forget(event.org, { kind: 'key', id: String(event.data.key_id) });
    } else if (event.type.startsWith('signing_key.')) {
      // Another process may have rotated: what an old key has signed is to be looked at again.
      this.#verified.clear();
      void this.#reloadKeys();
    }
  }

  async #reloadKeys(): Promise<void> {
    try {
      await this.#deps.signingKeys.reload();
    } catch (error) {
      const cause = error instanceof Error ? error : undefined;
      const message = 'the signing keys could not be read again after a rotation';
      this.#deps.logger.error({ area: 'identity', error: cause }, message);
    }
  }
}
