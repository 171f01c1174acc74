/**
 * What this tab is part of. It survives a reload of the page but is not shared with other tabs, so that
 * only the page which had the call or the seat comes back to it.
 */
export interface TabMemory {
  readonly ids: readonly string[];
  set(id: string, value: string): void;
  get(id: string): string | undefined;
  delete(id: string): void;
}

/** Over `sessionStorage`; forgets everything where the browser denies that. */
export function tabMemory(kind: 'call' | 'room'): TabMemory {
  const storage = sessionStorageOf();
  const prefix = `sge.${kind}.`;
  return {
    get ids() {
      const keys = storage === undefined ? [] : Object.keys(storage);
      return keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    },
    set: (id, value) => storage?.setItem(prefix + id, value),
    get: (id) => storage?.getItem(prefix + id) ?? undefined,
    delete: (id) => storage?.removeItem(prefix + id),
  };
}

function sessionStorageOf(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
