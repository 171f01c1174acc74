import { ActionIcon, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type SubmitEvent, useState } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './presence-menu.module.css';

/** The line beside the status. Inside a menu, whose keys must not take over the typing. */
export function StatusMessageForm(props: {
  readonly message: string | null;
  readonly onSave: (message: string | null) => void;
}) {
  const text = useText();
  const [draft, setDraft] = useState(props.message ?? '');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    props.onSave(draft.trim() === '' ? null : draft.trim());
  };
  const keepKeys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Tab') event.stopPropagation();
  };
  const unchanged = draft.trim() === (props.message ?? '');
  return (
    <form className={classes.message} onSubmit={submit}>
      <TextInput
        label={text.presence.message}
        placeholder={text.presence.messagePlaceholder}
        value={draft}
        maxLength={256}
        size="sm"
        onKeyDown={keepKeys}
        onChange={(event) => setDraft(event.currentTarget.value)}
        rightSection={
          unchanged && draft !== '' ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={text.presence.clear}
              onClick={() => props.onSave(null)}
            >
              <IconX size={16} />
            </ActionIcon>
          ) : (
            <ActionIcon
              type="submit"
              variant="subtle"
              aria-label={text.common.save}
              disabled={unchanged}
              className={classes.saveMessage}
            >
              <IconCheck size={16} />
            </ActionIcon>
          )
        }
      />
    </form>
  );
}
