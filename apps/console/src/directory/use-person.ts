import { useSyncExternalStore } from 'react';
import { useWorkplace } from '../app/workplace.tsx';
import type { Catalogue } from '../i18n/catalogue.ts';
import { useText } from '../i18n/language.tsx';
import type { Directory } from './directory.ts';
import { type CallerFacts, isOutsider, outsiderName } from './outsider.ts';

/**
 * How to name someone: their display name, their id until it is known; who is outside by what they or the call tell of them, or
 * as the telephone system.
 */
export function nameOf(
  directory: Pick<Directory, 'peek'>,
  text: Catalogue,
  id: string,
  call?: CallerFacts,
): string {
  if (isOutsider(id)) return outsiderName(id, call) ?? text.history.service;
  return directory.peek(id)?.display_name ?? id;
}

/** The same, for as long as it is shown. */
export function useName(id: string, call?: CallerFacts): string {
  const { directory } = useWorkplace();
  const text = useText();
  return useSyncExternalStore(directory.subscribe, () => nameOf(directory, text, id, call));
}

/** "Amélie Fontaine", or "Amélie Fontaine +2" for a group. */
export function usePartyName(ids: readonly string[], call?: CallerFacts): string {
  const [first = '', ...rest] = ids;
  const name = useName(first, call);
  return rest.length === 0 ? name : `${name} +${rest.length}`;
}
