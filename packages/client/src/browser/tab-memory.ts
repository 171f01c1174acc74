/**
 * Which calls this tab is in. It survives a reload of the page but is not shared with other tabs, so
 * that only the page which had the call comes back to it.
 */
export interface TabMemory {
  add(callId: string): void;
  delete(callId: string): void;
  has(callId: string): boolean;
}

const prefix = 'sge.call.';

/** Over `sessionStorage`; forgets everything where the browser denies that. */
export function tabMemory(): TabMemory {
  const storage = sessionStorageOf();
  return {
    add: (callId) => storage?.setItem(prefix + callId, '1'),
    delete: (callId) => storage?.removeItem(prefix + callId),
    has: (callId) => storage?.getItem(prefix + callId) === '1',
  };
}

function sessionStorageOf(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
