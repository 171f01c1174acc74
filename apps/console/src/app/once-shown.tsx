import { Button, CopyButton, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useText } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';

interface Field {
  readonly label: string;
  readonly value: string;
}

/** The one moment in which a secret can be copied. */
export function OnceShown(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead: string;
  /** What goes with the secret, to be read beside it. */
  readonly beside?: Field;
  readonly secret: Field;
}) {
  const text = useText().common;
  const { opened, onClose, title, lead, beside, secret } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title} firm>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        {beside && <Shown {...beside} />}
        <Shown {...secret} />
        <CopyButton value={secret.value}>
          {({ copied, copy }) => (
            <Button
              fullWidth
              data-autofocus
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              onClick={copy}
            >
              {copied ? text.copied : text.copy}
            </Button>
          )}
        </CopyButton>
        <Button fullWidth variant="subtle" onClick={onClose}>
          {text.done}
        </Button>
      </Stack>
    </Dialog>
  );
}

function Shown({ label, value }: Field) {
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
