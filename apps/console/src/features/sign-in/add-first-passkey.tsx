import { Button, Text } from '@mantine/core';
import type { PasskeyResponse } from '@sky-genesis/protocol';
import { IconCheck, IconFingerprint } from '@tabler/icons-react';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { PasskeyRefusal } from './passkey-refusal.tsx';

export function AddFirstPasskey(props: {
  readonly token: string;
  readonly added: boolean;
  readonly onAdded: (passkey: PasskeyResponse) => void;
}) {
  const text = useText();
  const { auth } = useServices();
  const { busy, error, run } = useAction(async () => {
    props.onAdded(await auth.makeInvitedPasskey(props.token));
  });
  const Icon = props.added ? IconCheck : IconFingerprint;
  return (
    <div>
      <Button
        fullWidth
        variant="default"
        size="md"
        loading={busy}
        disabled={props.added}
        leftSection={<Icon size={20} stroke={1.6} />}
        onClick={() => run()}
      >
        {props.added ? text.welcome.passkeyAdded : text.welcome.passkey}
      </Button>
      <Text size="sm" c="dimmed" mt={6}>
        {text.welcome.passkeyHint}
      </Text>
      <PasskeyRefusal error={error} brokenOff={text.settings.passkeyFailed} />
    </div>
  );
}
