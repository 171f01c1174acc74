import type { Binding } from './binding.ts';

/** Where the bindings of a registrar are kept. The registrar asks for one address at a time. */
export interface BindingStore {
  /** Expired ones may be among them. */
  load(address: string): Promise<readonly Binding[]>;
  /** Puts these in place of all that were; none: the address is forgotten. */
  save(address: string, bindings: readonly Binding[]): Promise<void>;
}

/** Bindings in memory; they are gone with the process. */
export function memoryBindingStore(): BindingStore {
  const kept = new Map<string, readonly Binding[]>();
  return {
    load: async (address) => kept.get(address) ?? [],
    save: async (address, bindings) => {
      if (bindings.length === 0) kept.delete(address);
      else kept.set(address, bindings);
    },
  };
}
