import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { fieldRefusal, RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { SettingsCard } from './settings-card.tsx';

export function ProfileCard() {
  const text = useText();
  const { me, directory } = useWorkplace();
  const { people, session } = useServices();
  const [name, setName] = useState(me.display_name);
  const { busy, error, run } = useAction(async (display_name: string) => {
    const user = await people.update(me.id, { display_name });
    session.update(user);
    directory.learn([user]);
    notifications.show({ message: text.common.saved, color: 'petrol' });
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(name.trim());
  };
  return (
    <SettingsCard title={text.settings.profile} lead={me.id}>
      <form onSubmit={submit}>
        <RefusalAlert error={error} />
        <TextInput
          label={text.settings.displayName}
          description={text.settings.displayNameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldRefusal(error, 'display_name')}
          maxLength={100}
          autoComplete="name"
          required
          withAsterisk={false}
        />
        <Button
          type="submit"
          mt="md"
          variant="light"
          loading={busy}
          disabled={name.trim() === '' || name.trim() === me.display_name}
        >
          {text.common.save}
        </Button>
      </form>
    </SettingsCard>
  );
}
