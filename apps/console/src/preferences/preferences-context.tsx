import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { PreferenceStore, Preferences } from './preferences.ts';

const PreferencesContext = createContext<PreferenceStore | null>(null);

export function PreferencesProvider(props: {
  readonly store: PreferenceStore;
  readonly children: ReactNode;
}) {
  return <PreferencesContext value={props.store}>{props.children}</PreferencesContext>;
}

export function usePreferences(): PreferenceStore & { readonly values: Preferences } {
  const store = use(PreferencesContext);
  if (!store) throw new Error('usePreferences needs a PreferencesProvider above it');
  const values = useSyncExternalStore(store.subscribe, store.read);
  return { ...store, values };
}
