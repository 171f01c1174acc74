import type { Hop } from '../hop.ts';
import { quote } from '../message/grammar.ts';
import type { SipRequest } from '../message/message.ts';
import type { IncomingRequest } from '../user-agent/incoming-request.ts';
import type { Binding } from './binding.ts';
import type { BindingStore } from './binding-store.ts';
import {
  defaultRegistrarPolicy,
  type RegisterVerdict,
  type RegistrarPolicy,
  register,
} from './register.ts';

export interface RegistrarSettings {
  readonly store: BindingStore;
  readonly policy?: Partial<RegistrarPolicy>;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** How often a device on a flow of its own shall say that it is there (RFC 5626 §5.4); not said where missing. */
  readonly flowTimerS?: number;
  /** What holds for an address has changed: someone came, moved or left. */
  readonly onChange?: (address: string, bindings: readonly Binding[]) => void;
}

/** A registrar (RFC 3261 §10.3). Who may speak for an address, and what an address is, the application has decided before. */
export class Registrar {
  readonly #settings: RegistrarSettings;
  readonly #policy: RegistrarPolicy;
  /** The latest work on each address, so that two REGISTERs do not overwrite one another. */
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #addressesOfFlows = new Map<string, Set<string>>();

  constructor(settings: RegistrarSettings) {
    this.#settings = settings;
    this.#policy = { ...defaultRegistrarPolicy, ...settings.policy };
  }

  /** Processes and answers a REGISTER. Rejects where the store does; it is answered with a 500 then. */
  async serve(incoming: IncomingRequest, address: string): Promise<RegisterVerdict> {
    try {
      const verdict = await this.register(incoming.request, incoming.source, address);
      if (verdict.kind === 'refused')
        incoming.respond(verdict.status, { headers: verdict.headers });
      else incoming.respond(200, { headers: this.#success(incoming.request, verdict) });
      return verdict;
    } catch (error) {
      incoming.respond(500);
      throw error;
    }
  }

  /** Processes a REGISTER without answering it. */
  register(request: SipRequest, source: Hop, address: string): Promise<RegisterVerdict> {
    return this.#alone(address, async () => {
      const { store, onChange } = this.#settings;
      const verdict = register(
        await store.load(address),
        request,
        source,
        this.#nowMs(),
        this.#policy,
      );
      if (verdict.kind === 'refused' || !request.headers.has('contact')) return verdict;
      await store.save(address, verdict.bindings);
      this.#noteFlows(address, verdict.bindings);
      onChange?.(address, verdict.bindings);
      return verdict;
    });
  }

  /**
   * Where an address is reached now, by priority, the latest first among equals. Of several flows of one device only the
   * latest (RFC 5626 §5.3).
   */
  async bindings(address: string): Promise<readonly Binding[]> {
    const nowMs = this.#nowMs();
    const live = (await this.#settings.store.load(address))
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs)
      .toSorted((a, b) => b.priority - a.priority || b.registeredAtMs - a.registeredAtMs);
    const seen = new Set<string>();
    return live.filter(({ instanceId, regId }) => {
      if (instanceId === undefined || regId === undefined) return true;
      return !seen.has(instanceId) && seen.add(instanceId);
    });
  }

  /** Forgets what was registered by a connection that is closed (RFC 5626 §6). */
  async closeFlow(flow: string): Promise<void> {
    const addresses = [...(this.#addressesOfFlows.get(flow) ?? [])];
    this.#addressesOfFlows.delete(flow);
    await Promise.all(
      addresses.map((address) =>
        this.#keepOnly(address, ({ source, path }) => source.flow !== flow || path.length > 0),
      ),
    );
  }

  /** Forgets what has expired at an address of which nobody asks: the store may be rid of it. */
  forgetExpired(address: string): Promise<void> {
    return this.#keepOnly(address, ({ expiresAtMs }) => expiresAtMs > this.#nowMs());
  }

  /** Forgets an address: its user or device has been deleted. */
  remove(address: string): Promise<void> {
    return this.#keepOnly(address, () => false);
  }

  #keepOnly(address: string, keeps: (binding: Binding) => boolean): Promise<void> {
    return this.#alone(address, async () => {
      const { store, onChange } = this.#settings;
      const before = await store.load(address);
      const after = before.filter(keeps);
      if (after.length === before.length) return;
      await store.save(address, after);
      onChange?.(address, after);
    });
  }

  #nowMs(): number {
    return (this.#settings.nowMs ?? Date.now)();
  }

  #alone<T>(address: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(address) ?? Promise.resolve();
    const mine = before.then(work, work);
    const forget = () => {
      if (this.#queues.get(address) === mine) this.#queues.delete(address);
    };
    this.#queues.set(address, mine);
    mine.then(forget, forget);
    return mine;
  }

  /** Only connections end, and only a device's own matter: a proxy that its path leads by is connected to anew. */
  #noteFlows(address: string, bindings: readonly Binding[]): void {
    for (const { source, path } of bindings) {
      if (source.flow === undefined || source.transport === 'UDP' || path.length > 0) continue;
      const known = this.#addressesOfFlows.get(source.flow) ?? new Set();
      this.#addressesOfFlows.set(source.flow, known.add(address));
    }
  }

  #success(
    request: SipRequest,
    { bindings, outbound }: RegisterVerdict & { readonly kind: 'done' },
  ) {
    const { flowTimerS } = this.#settings;
    const nowMs = this.#nowMs();
    return [
      ...bindings.map((binding) => ['Contact', contactField(binding, nowMs)] as const),
      ...request.headers.values('path').map((path) => ['Path', path] as const),
      ['Supported', 'path, outbound'] as const,
      ...(outbound ? [['Require', 'outbound'] as const] : []),
      ...(outbound && flowTimerS !== undefined
        ? [['Flow-Timer', String(flowTimerS)] as const]
        : []),
    ];
  }
}

function contactField(
  { uri, expiresAtMs, priority, instanceId, regId }: Binding,
  nowMs: number,
): string {
  const expiresS = Math.max(0, Math.round((expiresAtMs - nowMs) / 1_000));
  const q = priority === 1 ? '' : `;q=${priority}`;
  const instance = instanceId === undefined ? '' : `;+sip.instance=${quote(instanceId)}`;
  const flow = regId === undefined ? '' : `;reg-id=${regId}`;
  return `<${uri}>;expires=${expiresS}${q}${instance}${flow}`;
}
