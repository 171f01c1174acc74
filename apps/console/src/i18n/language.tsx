import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { usePreferences } from '../preferences/preferences-context.tsx';
import { type Catalogue, chooseLanguage, type Language } from './catalogue.ts';
import { en } from './en.ts';
import { createFormats, type Formats } from './formats.ts';
import { fr } from './fr.ts';

interface Speech {
  readonly language: Language;
  readonly text: Catalogue;
  readonly formats: Formats;
}

const catalogues: Readonly<Record<Language, Catalogue>> = { en, fr };
const SpeechContext = createContext<Speech | null>(null);

/** Speaks the chosen language, else the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const { values } = usePreferences();
  const language = values.language ?? chooseLanguage(navigator.languages);
  const speech = useMemo<Speech>(() => {
    const regional = navigator.languages.find((tag) => tag.startsWith(language));
    return { language, text: catalogues[language], formats: createFormats(regional ?? language) };
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('useSpeech needs a LanguageProvider above it');
  return speech;
}

/** The sentences of the current language. */
export function useText(): Catalogue {
  return useSpeech().text;
}
