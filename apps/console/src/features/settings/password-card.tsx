import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { fieldRefusal, RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

export function PasswordCard() {
  const text = useText();
  const { auth } = useServices();
  const { me } = useWorkplace();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, run } = useAction(async () => {
    await auth.changePassword({ password, ...(current === '' ? {} : { current }) });
    setCurrent('');
    setPassword('');
    notifications.show({ message: text.settings.passwordChanged, color: 'petrol' });
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run();
  };
  return (
    <SettingsCard title={text.settings.password}>
      <form onSubmit={submit} className={classes.form}>
        <RefusalAlert error={error} />
        <input type="hidden" name="username" autoComplete="username" value={me.id} readOnly />
        <PasswordInput
          label={text.settings.passwordCurrent}
          description={text.settings.passwordCurrentHint}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
        />
        <PasswordInput
          label={text.settings.passwordNew}
          description={text.welcome.passwordHint}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldRefusal(error, 'password')}
          autoComplete="new-password"
        />
        <div>
          <Button type="submit" variant="light" loading={busy} disabled={password === ''}>
            {text.settings.passwordSave}
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}
