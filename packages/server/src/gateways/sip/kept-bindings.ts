import { type Binding, type BindingStore, isReliable } from '@sky-genesis/sip';
import type { Registration, RegistrationBook } from '../../domain/telephony/index.ts';
import type { Clock } from '../../kernel/index.ts';

/** A device, as the registrar's address. */
export function addressOf(org: string, deviceId: string): string {
  return `${org}/${deviceId}`;
}

/** Ids of devices have no slash. */
export function deviceAt(address: string): { readonly org: string; readonly deviceId: string } {
  const slash = address.lastIndexOf('/');
  return { org: address.slice(0, slash), deviceId: address.slice(slash + 1) };
}

/** Whether it leads to the phone after a restart too: its connection to us does not, a proxy before it does (RFC 5626 §5.3). */
function outlivesUs({ path, source }: Binding): boolean {
  return path.length > 0 || !isReliable(source.transport);
}

/**
 * At hand in memory, and in the database what the next server can use. Times are steady here and by the
 * system's clock there; between them goes what is left.
 */
export class KeptBindings implements BindingStore {
  readonly #book: RegistrationBook;
  readonly #clock: Clock;
  readonly #kept = new Map<string, readonly Binding[]>();

  constructor(book: RegistrationBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  /** Takes up what an earlier server kept. @returns the addresses */
  async recall(): Promise<readonly string[]> {
    for (const one of await this.#book.recall()) {
      const address = addressOf(one.org, one.deviceId);
      this.#kept.set(address, [...(this.#kept.get(address) ?? []), this.#recalled(one)]);
    }
    return [...this.#kept.keys()];
  }

  async load(address: string): Promise<readonly Binding[]> {
    return this.#kept.get(address) ?? [];
  }

  async save(address: string, bindings: readonly Binding[]): Promise<void> {
    const { org, deviceId } = deviceAt(address);
    const lasting = bindings.filter(outlivesUs);
    const had = this.#kept.get(address)?.some(outlivesUs) ?? false;
    // Who leaves is gone even where the database cannot be told; who comes is there once it can be relied upon.
    if (bindings.length === 0) this.#kept.delete(address);
    if (had || lasting.length > 0) {
      const registrations = lasting.map((one) => this.#toKeep(org, deviceId, one));
      await this.#book.keep(org, deviceId, registrations);
    }
    if (bindings.length > 0) this.#kept.set(address, bindings);
  }

  #toKeep(org: string, deviceId: string, binding: Binding): Registration {
    const { source, registeredAtMs, expiresAtMs, ...facts } = binding;
    const { transport, address, port } = source;
    const ahead = Math.round(this.#clock.nowMs() - this.#clock.steadyMs());
    const times = {
      registeredAtMs: Math.round(registeredAtMs) + ahead,
      expiresAtMs: Math.round(expiresAtMs) + ahead,
    };
    return { org, deviceId, ...facts, source: { transport, address, port }, ...times };
  }

  /** A clock that has been set back meanwhile gives it no more than it was granted. */
  #recalled({ org: _org, deviceId: _id, ...facts }: Registration): Binding {
    const grantedMs = facts.expiresAtMs - facts.registeredAtMs;
    const leftMs = Math.min(grantedMs, facts.expiresAtMs - this.#clock.nowMs());
    const expiresAtMs = this.#clock.steadyMs() + leftMs;
    return { ...facts, expiresAtMs, registeredAtMs: expiresAtMs - grantedMs };
  }
}
