import {
  type DigestGate,
  type Hop,
  isReliable,
  isWebSocket,
  parseUri,
  type ReplyParts,
  type SipRequest,
} from '@sky-genesis/sip';
import type { Device, Trunk } from '../../domain/telephony/index.ts';
import { AppError, type Grant, isLoopbackAddress, type Scope, Secret } from '../../kernel/index.ts';
import { findDigestUser } from './passwords.ts';
import type { SipIdentityParts } from './ports.ts';

/** Who sent a request, and what they may do. */
export type Origin =
  | { readonly kind: 'device'; readonly device: Device; readonly scope: Scope }
  | { readonly kind: 'trunk'; readonly trunk: Trunk; readonly scope: Scope }
  /** Somebody with an API key, at a trunk's address or elsewhere. */
  | { readonly kind: 'key'; readonly trunk: Trunk | undefined; readonly scope: Scope };

export type OriginVerdict<Known extends Origin = Origin> =
  | { readonly kind: 'known'; readonly origin: Known }
  | { readonly kind: 'refused'; readonly status: number; readonly parts: ReplyParts }
  /** Gets no answer. */
  | { readonly kind: 'ignored' };

export interface OriginSettings {
  readonly parts: SipIdentityParts;
  readonly gate: DigestGate;
  /** Whether X-API-Key is taken over UDP and TCP from other machines. */
  readonly allowKeyInClear: boolean;
  /** Whether a registered phone sends from there. */
  readonly isPhoneAt: (source: Hop) => boolean;
}

/** What a trunk's callers may do; the outside is closed to them. */
const TRUNK_GRANTS: ReadonlySet<Grant> = new Set(['calls:read', 'calls:write', 'rooms:join']);

/**
 * Finds out who a request is from. A key that is shown decides, even where it is wrong; then the contact that we registered a
 * trunk by, the connection, or the address of one with auth `ip`; then digest. A phone that shares a trunk's address is itself.
 */
export class Origins {
  readonly #settings: OriginSettings;
  /** Trunk id by the user part of the Contact that we registered. */
  readonly #contacts = new Map<string, string>();
  /** Trunk ids by the connection that we registered by: trunks at one registrar share it, of several organisations too. */
  readonly #flows = new Map<string, Set<string>>();

  constructor(settings: OriginSettings) {
    this.#settings = settings;
  }

  /** Requests for this user part come from the registrar that we gave it to alone: nobody can guess it. */
  expectAt(contactUser: string, trunkId: string): void {
    this.#contacts.set(contactUser, trunkId);
  }

  /** The trunk is registered there no more: who was its registrar may be so of others. */
  forget(contactUser: string): void {
    const trunkId = this.#contacts.get(contactUser) ?? '';
    this.#contacts.delete(contactUser);
    for (const trunkIds of this.#flows.values()) trunkIds.delete(trunkId);
  }

  /** Requests by this connection come from the registrar of that trunk: we have opened it, and signed in by it. */
  expectBy({ transport, flow }: Hop, trunkId: string): void {
    if (!isReliable(transport) || flow === undefined) return;
    this.#flows.set(flow, (this.#flows.get(flow) ?? new Set<string>()).add(trunkId));
  }

  forgetFlow(flow: string): void {
    this.#flows.delete(flow);
  }

  async of(request: SipRequest, source: Hop): Promise<OriginVerdict> {
    const key = request.headers.get('x-api-key');
    if (key !== undefined) return this.#byKey(key, source);
    if (request.headers.get('authorization') !== undefined || this.#settings.isPhoneAt(source)) {
      return this.#byDigest(request, source);
    }
    const trunk = this.#byContact(request) ?? this.#byFlow(source) ?? this.#byAddress(source);
    if (trunk !== undefined) return known(trunkOrigin(trunk));
    return this.#byDigest(request, source);
  }

  /** For who has to sign in whatever their address is: a REGISTER. */
  async deviceOf(
    request: SipRequest,
    source: Hop,
  ): Promise<OriginVerdict<Extract<Origin, { kind: 'device' }>>> {
    const verdict = await this.#byDigest(request, source);
    if (verdict.kind !== 'known') return verdict;
    return verdict.origin.kind === 'device' ? known(verdict.origin) : refused(403);
  }

  async #byKey(key: string, source: Hop): Promise<OriginVerdict> {
    const { parts, allowKeyInClear } = this.#settings;
    const inClear =
      !isReliable(source.transport) || source.transport === 'TCP' || source.transport === 'WS';
    if (inClear && !allowKeyInClear && !isLoopbackAddress(source.address)) return refused(403);
    try {
      const shown = { kind: 'api_key', key: new Secret(key.trim()) } as const;
      const { org, principal } = await parts.authenticator.authenticate(shown);
      if (!principal.grants.has('sip:inbound')) return refused(403);
      const here = isFromPage(source) ? [] : parts.trunks.from(source.address);
      const trunk = here.find((one) => one.org === org);
      return known({ kind: 'key', trunk, scope: { org, principal, source: 'sip' } });
    } catch (error) {
      if (error instanceof AppError) return refused(403);
      throw error;
    }
  }

  #byAddress(source: Hop): Trunk | undefined {
    const { trunks } = this.#settings.parts;
    if (isFromPage(source)) return undefined;
    return trunks.from(source.address).find(({ settings }) => settings.auth === 'ip');
  }

  /** Whose of several organisations it is, a connection alone does not tell. */
  #byFlow({ flow = '' }: Hop): Trunk | undefined {
    const { trunks } = this.#settings.parts;
    const here = [...(this.#flows.get(flow) ?? [])].flatMap((id) => trunks.find(id) ?? []);
    const [trunk] = here;
    return here.every(({ org }) => org === trunk?.org) ? trunk : undefined;
  }

  #byContact({ uri }: SipRequest): Trunk | undefined {
    const parsed = parseUri(uri);
    const user = parsed !== undefined && 'user' in parsed ? parsed.user : undefined;
    const id = user === undefined ? undefined : this.#contacts.get(user);
    return id === undefined ? undefined : this.#settings.parts.trunks.find(id);
  }

  async #byDigest(request: SipRequest, source: Hop): Promise<OriginVerdict> {
    const { gate, parts } = this.#settings;
    const verdict = await gate.check(request, source);
    if (verdict.kind === 'ignore') return { kind: 'ignored' };
    if (verdict.kind === 'challenge') return refused(verdict.status, verdict);
    const user = await findDigestUser(parts, verdict.username);
    if (user === undefined) return refused(403);
    if (user.kind === 'trunk') return known(trunkOrigin(user.trunk));
    const { device } = user;
    const grants = await parts.grantsOf(device.org, device.userId);
    if (grants === undefined) return refused(403);
    const principal = { kind: 'user', id: device.userId, grants } as const;
    return known({ kind: 'device', device, scope: { org: device.org, principal, source: 'sip' } });
  }
}

/**
 * A WebSocket that has come in: a browser at that address opens one for any page that asks for it, so that the address
 * proves nothing. PBXs open none.
 */
export function isFromPage({ transport, dialled }: Hop): boolean {
  return isWebSocket(transport) && dialled !== true;
}

/** As whom a trunk's callers act. */
function trunkOrigin(trunk: Trunk): Origin {
  const principal = { kind: 'trunk', id: trunk.id, grants: TRUNK_GRANTS } as const;
  return { kind: 'trunk', trunk, scope: { org: trunk.org, principal, source: 'sip' } };
}

function known<Known extends Origin>(origin: Known): OriginVerdict<Known> {
  return { kind: 'known', origin };
}

function refused(status: number, parts: ReplyParts = {}): OriginVerdict<never> {
  return { kind: 'refused', status, parts };
}
