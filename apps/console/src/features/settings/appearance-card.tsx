import { Button, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTone } from '../../device/sound-context.tsx';
import { ringtone } from '../../device/tones.ts';
import { useText } from '../../i18n/language.tsx';
import { usePreferences } from '../../preferences/preferences-context.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

export function AppearanceCard() {
  const text = useText().settings;
  return (
    <SettingsCard title={text.appearance}>
      <div className={classes.field}>
        <span className={classes.fieldLabel}>{text.language}</span>
        <LanguageSwitch size="sm" />
      </div>
      <ThemeField />
      <RingtoneField />
    </SettingsCard>
  );
}

function ThemeField() {
  const text = useText().settings;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes.field}>
      <span className={classes.fieldLabel}>{text.theme}</span>
      <SegmentedControl
        aria-label={text.theme}
        size="sm"
        withItemsBorders={false}
        data={[
          { value: 'auto' as const, label: text.themeSystem },
          { value: 'light' as const, label: text.themeLight },
          { value: 'dark' as const, label: text.themeDark },
        ]}
        value={colorScheme}
        onChange={setColorScheme}
      />
    </div>
  );
}

function RingtoneField() {
  const text = useText().settings;
  const preferences = usePreferences();
  const [playing, setPlaying] = useState(false);
  useTone(playing ? ringtone : null);
  return (
    <div className={classes.field}>
      <Switch
        label={text.ringtoneOn}
        checked={preferences.values.ringtone ?? true}
        onChange={(event) => preferences.write({ ringtone: event.currentTarget.checked })}
      />
      <Button
        variant="subtle"
        size="compact-sm"
        aria-pressed={playing}
        onClick={() => setPlaying(!playing)}
      >
        {playing ? text.stopRingtone : text.tryRingtone}
      </Button>
    </div>
  );
}
