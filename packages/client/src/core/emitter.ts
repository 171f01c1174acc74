type Listener<A extends readonly unknown[]> = (...args: A) => void;

/** Typed events. A listener that throws is reported to the runtime and stops neither its peers nor its emitter. */
export class Emitter<E extends { [K in keyof E]: readonly unknown[] }> {
  readonly #listeners: { [K in keyof E]?: Set<Listener<E[K]>> } = {};

  /** @returns stops listening */
  on<K extends keyof E>(event: K, listener: Listener<E[K]>): () => void {
    const known = this.#listeners[event];
    const listeners = known ?? new Set<Listener<E[K]>>();
    if (known === undefined) this.#listeners[event] = listeners;
    // Its own function, so that one listener added twice is told twice and removed once.
    const entry: Listener<E[K]> = (...args) => listener(...args);
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
    };
  }

  emit<K extends keyof E>(event: K, ...args: E[K]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) {
      try {
        listener(...args);
      } catch (error) {
        report(error);
      }
    }
  }

  clear(): void {
    for (const event in this.#listeners) this.#listeners[event]?.clear();
  }
}

function report(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else console.error('a listener of the SDK has thrown', error);
}
