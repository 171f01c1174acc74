import { Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { User } from '@sky-genesis/protocol';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../app/dialog.tsx';
import { Form } from '../app/form.tsx';
import list from '../app/list.module.css';
import { useAction } from '../app/use-action.ts';
import { useText } from '../i18n/language.tsx';
import { Face } from './face.tsx';
import classes from './people-dialog.module.css';
import { PeopleList } from './people-list.tsx';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly lead: string;
  /** The word on the button. */
  readonly action: string;
  /** Ids of who is there already. */
  readonly without: readonly string[];
  readonly onClose: () => void;
  /** Its refusal is shown in the dialogue, which stays open then. */
  readonly onChoose: (people: readonly User[]) => Promise<void>;
}

/** Chooses people of the organisation. */
export function PeopleDialog(props: Props) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={props.title}>
      <PeopleForm {...props} />
    </Dialog>
  );
}

function PeopleForm(props: Props) {
  const text = useText().meeting.invite;
  const { lead, action, without, onClose, onChoose } = props;
  const [draft, setDraft] = useState('');
  const [search] = useDebouncedValue(draft.trim(), 200);
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const { busy, error, run } = useAction(async () => {
    await onChoose(chosen);
    onClose();
  });
  const toggle = (user: User): void =>
    setChosen((before) =>
      before.some(({ id }) => id === user.id)
        ? before.filter(({ id }) => id !== user.id)
        : [...before, user],
    );
  return (
    <Form
      lead={lead}
      error={error}
      busy={busy}
      disabled={chosen.length === 0}
      submit={chosen.length > 1 ? `${action} · ${text.chosen(chosen.length)}` : action}
      onSubmit={run}
    >
      <TextInput
        type="search"
        aria-label={text.search}
        placeholder={text.search}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        data-autofocus
      />
      <PeopleList
        search={search}
        without={without}
        nobody={text.nobody}
        row={(user) => (
          <Checkbox.Card
            key={user.id}
            className={classes.person}
            checked={chosen.some(({ id }) => id === user.id)}
            onClick={() => toggle(user)}
          >
            <Checkbox.Indicator />
            <Face id={user.id} name={user.display_name} size="sm" />
            <span className={list.name}>{user.display_name}</span>
          </Checkbox.Card>
        )}
      />
    </Form>
  );
}
