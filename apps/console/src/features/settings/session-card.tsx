import { Button, Text } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { SettingsCard } from './settings-card.tsx';

export function SessionCard() {
  const { text, formats } = useSpeech();
  const services = useServices();
  const { session } = useWorkplace();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction(async () => {
    await services.session.signOut();
    navigate('/');
  });
  return (
    <SettingsCard title={text.settings.session}>
      <Text size="sm" c="dimmed">
        {text.settings.sessionUntil(formats.dateTime(new Date(session.expires_at)))}
      </Text>
      <RefusalAlert error={error} />
      <div>
        <Button
          variant="default"
          loading={busy}
          leftSection={<IconLogout size={18} aria-hidden="true" />}
          onClick={() => run()}
        >
          {text.settings.signOut}
        </Button>
      </div>
    </SettingsCard>
  );
}
