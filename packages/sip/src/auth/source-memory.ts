import { sourceKey } from './source-key.ts';

/** What is remembered of each source, an IPv4 address or an IPv6 /64; beyond `capacity` the one noted longest ago is forgotten. */
export class SourceMemory<T> {
  readonly #capacity: number;
  readonly #kept = new Map<string, T>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  of(address: string): T | undefined {
    return this.#kept.get(sourceKey(address));
  }

  note(address: string, value: T): void {
    const key = sourceKey(address);
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#capacity) break;
      this.#kept.delete(oldest);
    }
  }

  forget(address: string): void {
    this.#kept.delete(sourceKey(address));
  }
}
