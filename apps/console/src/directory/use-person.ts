import { useSyncExternalStore } from 'react';
import { useWorkplace } from '../app/workplace.tsx';
import { useText } from '../i18n/language.tsx';

/** How to name someone: their display name, their id until it is known, or the telephone system. */
export function useName(id: string): string {
  const { directory } = useWorkplace();
  const text = useText();
  const isService = id.startsWith('key:');
  const user = useSyncExternalStore(directory.subscribe, () =>
    isService ? undefined : directory.peek(id),
  );
  return isService ? text.history.service : (user?.display_name ?? id);
}

/** "Amélie Fontaine", or "Amélie Fontaine +2" for a group. */
export function usePartyName(ids: readonly string[]): string {
  const [first = '', ...rest] = ids;
  const name = useName(first);
  return rest.length === 0 ? name : `${name} +${rest.length}`;
}
