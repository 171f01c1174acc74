import type { en } from './en.ts';

/** The shape that every language fills; English gives it. */
export type Catalogue = typeof en;

export type Language = 'en' | 'fr';
const languages: readonly Language[] = ['en', 'fr'];

/** The first of the browser's languages that the console speaks, else English. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = languages.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}
