import {
  AppError,
  type Clock,
  DuplicateKey,
  type Journal,
  newId,
  type Page,
  type PageRequest,
  retryOnConflict,
  type Scope,
  Secret,
  type Write,
} from '../../kernel/index.ts';
import { requireGrant } from '../access/index.ts';
import type { EnvelopeKey } from '../identity/index.ts';
import type { TrunkRepository } from './ports.ts';
import { isSourceAddress } from './source-address.ts';
import { type Trunk, type TrunkSettings, trunkPasswordContext } from './trunk.ts';

/** `password`: null takes it away; absent keeps it. */
export type TrunkChange = Partial<TrunkSettings> & { readonly password?: Secret | null };

export interface NewTrunk extends TrunkChange {
  readonly name: string;
  readonly auth: TrunkSettings['auth'];
  readonly uri: string;
}

/** What a trunk is unless said otherwise. Nothing may be dialled through it. */
const USUAL = {
  transport: 'udp',
  outboundProxy: null,
  sourceIps: [],
  username: null,
  srtp: 'off',
  codecs: ['opus', 'g722', 'pcma', 'pcmu'],
  maxChannels: 100,
  priority: 10,
  weight: 10,
  routes: [],
  enabled: true,
} as const;

export interface TrunksDependencies {
  readonly trunks: TrunkRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly envelope: EnvelopeKey;
}

/** The ways to PBXs and providers. Administrators only. */
export class Trunks {
  readonly #deps: TrunksDependencies;

  constructor(deps: TrunksDependencies) {
    this.#deps = deps;
  }

  /** @throws AppError `scope_missing` | `trunk_incomplete` | `trunk_exists` */
  async create(
    scope: Scope,
    { password = null, ...settings }: NewTrunk,
    attached: (trunk: Trunk) => readonly Write[] = () => [],
  ): Promise<Trunk> {
    requireGrant(scope, 'voip:admin');
    const nowMs = this.#deps.clock.nowMs();
    const id = newId('trunk', nowMs);
    const trunk: Trunk = {
      id,
      org: scope.org,
      version: 1,
      settings: { ...USUAL, ...settings },
      sealedPassword: password === null ? null : this.#seal(id, password),
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    requireComplete(trunk);
    await this.#store(scope, trunk, 'trunk.created', attached(trunk));
    return trunk;
  }

  /** @throws AppError `scope_missing` */
  async list(scope: Scope, page: PageRequest): Promise<Page<Trunk>> {
    requireGrant(scope, 'voip:admin');
    return this.#deps.trunks.list(scope.org, page);
  }

  /** @throws AppError `scope_missing` | `trunk_not_found` */
  async get(scope: Scope, id: string): Promise<Trunk> {
    requireGrant(scope, 'voip:admin');
    const trunk = await this.#deps.trunks.find(scope.org, id);
    if (trunk === undefined) throw new AppError('trunk_not_found');
    return trunk;
  }

  /** @throws AppError as `get`, `trunk_incomplete` | `trunk_exists` */
  update(scope: Scope, id: string, { password, ...settings }: TrunkChange): Promise<Trunk> {
    return retryOnConflict(async () => {
      const trunk = await this.get(scope, id);
      const next: Trunk = {
        ...trunk,
        version: trunk.version + 1,
        settings: { ...trunk.settings, ...settings },
        sealedPassword: this.#nextPassword(trunk, password),
        updatedAtMs: this.#deps.clock.nowMs(),
      };
      requireComplete(next);
      await this.#store(scope, next, 'trunk.updated', []);
      return next;
    });
  }

  /** Calls that run over it go on. @throws AppError as `get` */
  async remove(scope: Scope, id: string): Promise<void> {
    const trunk = await this.get(scope, id);
    const writes = [this.#deps.trunks.remove(scope.org, id)];
    await this.#deps.journal.commit({ scope, writes, events: [eventOf('trunk.removed', trunk)] });
  }

  /** For whom it signs in with. */
  passwordOf({ id, sealedPassword }: Trunk): Secret | undefined {
    if (sealedPassword === null) return undefined;
    const plain = this.#deps.envelope.open(sealedPassword, trunkPasswordContext(id));
    return new Secret(Buffer.from(plain).toString('utf8'));
  }

  #nextPassword({ id, sealedPassword }: Trunk, password: Secret | null | undefined) {
    if (password === undefined) return sealedPassword;
    return password === null ? null : this.#seal(id, password);
  }

  #seal(id: string, password: Secret): Uint8Array {
    const plain = Buffer.from(password.reveal(), 'utf8');
    return this.#deps.envelope.seal(plain, trunkPasswordContext(id));
  }

  async #store(scope: Scope, trunk: Trunk, type: string, extra: readonly Write[]): Promise<void> {
    const { trunks, journal } = this.#deps;
    const writes = [trunks.put(trunk), ...extra];
    try {
      await journal.commit({ scope, writes, events: [eventOf(type, trunk)] });
    } catch (error) {
      throw await this.#explainDuplicate(error, trunk);
    }
  }

  /** A duplicate may be the name, or a receipt that was committed with it. */
  async #explainDuplicate(error: unknown, { org, id, settings }: Trunk): Promise<unknown> {
    if (!(error instanceof DuplicateKey)) return error;
    const { name } = settings;
    const all = await this.#deps.trunks.listAll();
    const taken = all.some(
      (other) => other.org === org && other.id !== id && other.settings.name === name,
    );
    return taken ? new AppError('trunk_exists', { params: { name }, cause: error }) : error;
  }
}

function requireComplete({ settings, sealedPassword }: Trunk): void {
  const { auth, sourceIps, username } = settings;
  const wrong = sourceIps.findIndex((source) => !isSourceAddress(source));
  if (wrong >= 0) {
    const path = `/source_ips/${wrong}`;
    throw new AppError('validation_failed', { issues: [{ path, message: 'pattern' }] });
  }
  const missing =
    auth === 'ip'
      ? sourceIps.length === 0 && 'source_ips'
      : (username === null && 'username') || (sealedPassword === null && 'password');
  if (missing !== false) throw new AppError('trunk_incomplete', { params: { auth, missing } });
}

function eventOf(type: string, { id, settings }: Trunk) {
  const { name, auth, enabled, routes } = settings;
  return {
    stream: 'org',
    type,
    data: { trunk_id: id, name, auth, enabled, prefixes: routes.map(({ prefix }) => prefix) },
  };
}
