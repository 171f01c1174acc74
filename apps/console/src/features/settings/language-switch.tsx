import { SegmentedControl } from '@mantine/core';
import type { Language } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { usePreferences } from '../../preferences/preferences-context.tsx';

const choices: { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'fr', label: 'Français' },
];

export function LanguageSwitch({ size = 'xs' }: { readonly size?: 'xs' | 'sm' }) {
  const { language, text } = useSpeech();
  const preferences = usePreferences();
  return (
    <SegmentedControl
      aria-label={text.settings.language}
      size={size}
      data={choices}
      value={language}
      onChange={(value) => preferences.write({ language: value })}
      withItemsBorders={false}
    />
  );
}
