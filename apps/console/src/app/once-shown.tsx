import { ActionIcon, Button, CopyButton, Stack, Text, Textarea } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';

export interface ShownField {
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
  readonly beside?: readonly ShownField[];
  readonly secret: ShownField;
  /** What copies the secret. */
  readonly copy: string;
}) {
  const text = useText().common;
  const { opened, onClose, title, lead, beside = [], secret, copy: copySecret } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title} firm>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        {beside.map((field) => (
          <Shown key={field.label} {...field} copy={<CopySign {...field} />} />
        ))}
        <Shown {...secret} />
        <CopyButton value={secret.value}>
          {({ copied, copy }) => (
            <Button
              fullWidth
              data-autofocus
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              onClick={copy}
            >
              {copied ? text.copied : copySecret}
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

/** All of it in sight: what is too long for a line goes on in the next. */
function Shown({ label, value, copy }: ShownField & { readonly copy?: ReactNode }) {
  return (
    <Textarea
      label={label}
      value={value}
      readOnly
      autosize
      minRows={1}
      rightSection={copy}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}

function CopySign({ label, value }: ShownField) {
  const text = useText().common;
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          aria-label={copied ? text.copied : text.copyOf(label)}
          onClick={copy}
        >
          {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
