import { Button, Group, Text } from '@mantine/core';
import { useText } from '../i18n/language.tsx';
import classes from './confirm-dialog.module.css';
import { Dialog } from './dialog.tsx';

/** Asks before something that cannot be taken back. The harmless choice has the focus. */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly lead: string;
  readonly confirm: string;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const text = useText().common;
  const { opened, title, lead, confirm, onClose, onConfirm } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Text size="sm" c="dimmed" mb="lg">
        {lead}
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={onClose}>
          {text.cancel}
        </Button>
        <Button
          className={classes.confirm}
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </Group>
    </Dialog>
  );
}
