import type { Language } from '../i18n/catalogue.ts';

/** What a person has chosen for this browser. Absent: the product's or the system's choice. */
export interface Preferences {
  readonly language?: Language;
  readonly ringtone?: boolean;
  /** Device ids, as `enumerateDevices` gives them. */
  readonly microphone?: string;
  readonly camera?: string;
  readonly speaker?: string;
}

/** Preferences that outlive the page. `subscribe` and `read` are what useSyncExternalStore wants. */
export interface PreferenceStore {
  read(): Preferences;
  write(change: Preferences): void;
  /** Back to the product's choice. */
  forget(key: keyof Preferences): void;
  subscribe(listener: () => void): () => void;
}

const storageKey = 'sky-genesis:preferences';

/** @param storage the browser's; a broken or foreign value in it counts as no preferences */
export function createPreferenceStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): PreferenceStore {
  let values = load(storage);
  const listeners = new Set<() => void>();
  const replace = (next: Preferences): void => {
    values = next;
    try {
      storage.setItem(storageKey, JSON.stringify(next));
    } catch {
      // A full or forbidden storage: the choice holds until the page closes.
    }
    for (const listener of listeners) listener();
  };
  return {
    read: () => values,
    write: (change) => replace({ ...values, ...change }),
    forget: (key) => {
      const { [key]: _, ...rest } = values;
      replace(rest);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function load(storage: Pick<Storage, 'getItem'>): Preferences {
  try {
    return parse(JSON.parse(storage.getItem(storageKey) ?? '{}'));
  } catch {
    return {};
  }
}

function parse(value: unknown): Preferences {
  if (typeof value !== 'object' || value === null) return {};
  const held = new Map<string, unknown>(Object.entries(value));
  const language = held.get('language');
  const ringtone = held.get('ringtone');
  const device = (key: 'microphone' | 'camera' | 'speaker'): Preferences => {
    const id = held.get(key);
    return typeof id === 'string' ? { [key]: id } : {};
  };
  return {
    ...(language === 'en' || language === 'fr' ? { language } : {}),
    ...(typeof ringtone === 'boolean' ? { ringtone } : {}),
    ...device('microphone'),
    ...device('camera'),
    ...device('speaker'),
  };
}
