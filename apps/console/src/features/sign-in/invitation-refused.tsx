import { Button, Code, Text, Title } from '@mantine/core';
import { SgeError } from '@sky-genesis/client';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './gate.module.css';
import { Gate } from './gate.tsx';

/** The only way for an installation's first administrator, who has nobody to ask. */
const command = 'npm run --silent sge -- user invite --user admin';

export function InvitationRefused({ error }: { readonly error: unknown }) {
  const text = useText();
  const { session } = useServices();
  const used = error instanceof SgeError && error.code === 'invitation_invalid';
  return (
    <Gate>
      <Title className={classes.title}>{text.welcome.invalidTitle}</Title>
      {used ? (
        <>
          <Text className={classes.lead} role="alert">
            {text.welcome.invalidLead}
          </Text>
          <Text size="sm" c="dimmed" mt="md" mb={6}>
            {text.welcome.invalidCommand}
          </Text>
          <Code block className={classes.command}>
            {command}
          </Code>
        </>
      ) : (
        <RefusalAlert error={error} />
      )}
      <Button mt="md" size="md" onClick={session.proceed}>
        {text.welcome.toSignIn}
      </Button>
    </Gate>
  );
}
