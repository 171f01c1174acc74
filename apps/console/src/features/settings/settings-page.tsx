import { Page } from '../../app/page.tsx';
import { useText } from '../../i18n/language.tsx';
import { ShortcutList } from '../call/shortcut-list.tsx';
import { AppearanceCard } from './appearance-card.tsx';
import { BlockedCard } from './blocked-card.tsx';
import { DevicesCard } from './devices-card.tsx';
import { PasskeysCard } from './passkeys-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SessionCard } from './session-card.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

export function SettingsPage() {
  const text = useText();
  return (
    <Page title={text.settings.title} wide>
      <div className={classes.columns}>
        <div className={classes.column}>
          <ProfileCard />
          <AppearanceCard />
          <DevicesCard />
        </div>
        <div className={classes.column}>
          <PasswordCard />
          <PasskeysCard />
          <BlockedCard />
          <SettingsCard title={text.call.shortcuts.title}>
            <ShortcutList titled={false} />
          </SettingsCard>
          <SessionCard />
        </div>
      </div>
    </Page>
  );
}
