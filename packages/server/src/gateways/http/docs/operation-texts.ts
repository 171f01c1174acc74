import type { Locale } from '@sky-genesis/protocol';
import type { Route } from '../route.ts';
import type { OperationText } from './operation-text.ts';
import { OPERATIONS_FR, TAGS_FR } from './operations-fr.ts';

/** What an operation does, in the reader's language; in English where nobody has translated it. */
export function operationText(route: Route, locale: Locale): OperationText {
  const translated = locale === 'fr' ? OPERATIONS_FR[route.operationId] : undefined;
  return translated ?? route;
}

export function tagText(tag: string, locale: Locale): string {
  return (locale === 'fr' ? TAGS_FR[tag] : undefined) ?? tag;
}
