import {
  AppError,
  type Clock,
  type Grant,
  type Journal,
  newId,
  type Page,
  type PageRequest,
  type Scope,
  Secret,
  type Write,
} from '../../kernel/index.ts';
import { requireGrant, requireMayGive } from '../access/index.ts';
import { formatApiKey } from './api-key-format.ts';
import type { ApiKey, ApiKeyRepository } from './ports.ts';
import { hashToken } from './random-token.ts';

export interface ApiKeysDependencies {
  readonly repository: ApiKeyRepository;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** A key and, this once, what to present as `X-API-Key`. */
export interface CreatedApiKey {
  readonly apiKey: ApiKey;
  readonly key: Secret;
}

/** Keys of services and PBXs. */
export class ApiKeys {
  readonly #deps: ApiKeysDependencies;

  constructor(deps: ApiKeysDependencies) {
    this.#deps = deps;
  }

  /** @throws AppError `scope_missing`: without `keys:write`, or for a grant that the creator lacks. */
  async create(
    scope: Scope,
    name: string,
    grants: readonly Grant[],
    attached: (created: CreatedApiKey) => readonly Write[] = () => [],
  ): Promise<CreatedApiKey> {
    requireGrant(scope, 'keys:write');
    requireMayGive(scope.principal, grants);
    const nowMs = this.#deps.clock.nowMs();
    const id = newId('key', nowMs);
    const { key, secret } = formatApiKey(id);
    const apiKey: ApiKey = {
      id,
      org: scope.org,
      name,
      secretHash: hashToken(secret),
      grants: [...new Set(grants)],
      createdAtMs: nowMs,
      revokedAtMs: null,
    };
    const created = { apiKey, key: new Secret(key) };
    const data = { key_id: id, name, scope: [...apiKey.grants] };
    await this.#deps.journal.commit({
      scope,
      writes: [this.#deps.repository.add(apiKey), ...attached(created)],
      events: [{ stream: 'org', type: 'key.created', data }],
    });
    return created;
  }

  /** Revoked ones too. @throws AppError `scope_missing` */
  async list(scope: Scope, page: PageRequest): Promise<Page<ApiKey>> {
    requireGrant(scope, 'keys:write');
    return this.#deps.repository.list(scope.org, page);
  }

  /** @throws AppError `scope_missing` | `key_not_found` */
  async get(scope: Scope, id: string): Promise<ApiKey> {
    requireGrant(scope, 'keys:write');
    const apiKey = await this.#deps.repository.find(id);
    if (apiKey?.org !== scope.org) throw new AppError('key_not_found', { params: { key: id } });
    return apiKey;
  }

  /** At once and for good; revoking twice changes nothing. @throws AppError as `get` */
  async revoke(scope: Scope, id: string): Promise<void> {
    const apiKey = await this.get(scope, id);
    if (apiKey.revokedAtMs !== null) return;
    await this.#deps.journal.commit({
      scope,
      writes: [this.#deps.repository.revoke(scope.org, id, this.#deps.clock.nowMs())],
      events: [{ stream: 'org', type: 'key.revoked', data: { key_id: id } }],
    });
  }
}
