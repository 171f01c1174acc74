import { Button, Checkbox, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { User } from '@sky-genesis/protocol';
import { IconSearch } from '@tabler/icons-react';
import { type SubmitEvent, useCallback, useState } from 'react';
import { ListEnd } from '../app/list-end.tsx';
import { RefusalAlert } from '../app/refusal.tsx';
import { useAction } from '../app/use-action.ts';
import { usePages } from '../app/use-pages.ts';
import { useWorkplace } from '../app/workplace.tsx';
import { useText } from '../i18n/language.tsx';
import { Face } from './face.tsx';
import classes from './people-dialog.module.css';

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
  const text = useText().common;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      lockScroll={false}
      zIndex={230}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      <PeopleForm {...props} />
    </Modal>
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
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (chosen.length > 0) run();
  };
  const toggle = (user: User): void =>
    setChosen((before) =>
      before.some(({ id }) => id === user.id)
        ? before.filter(({ id }) => id !== user.id)
        : [...before, user],
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        <RefusalAlert error={error} />
        <TextInput
          type="search"
          aria-label={text.search}
          placeholder={text.search}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          data-autofocus
        />
        <Choices search={search} without={without} chosen={chosen} onToggle={toggle} />
        <Button type="submit" loading={busy} disabled={chosen.length === 0}>
          {chosen.length > 1 ? `${action} · ${text.chosen(chosen.length)}` : action}
        </Button>
      </Stack>
    </form>
  );
}

const pageSize = 40;

function Choices(props: {
  readonly search: string;
  readonly without: readonly string[];
  readonly chosen: readonly User[];
  readonly onToggle: (user: User) => void;
}) {
  const text = useText().meeting.invite;
  const { client, me } = useWorkplace();
  const { search, without, chosen, onToggle } = props;
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.users.list({
        limit: pageSize,
        ...(search === '' ? {} : { search }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    [client, search],
  );
  const pages = usePages<User>(fetchPage);
  const people = pages.items.filter(
    ({ id, status }) => id !== me.id && status === 'active' && !without.includes(id),
  );
  return (
    <div className={classes.choices}>
      {people.map((user) => (
        <Checkbox.Card
          key={user.id}
          className={classes.person}
          checked={chosen.some(({ id }) => id === user.id)}
          onClick={() => onToggle(user)}
        >
          <Checkbox.Indicator />
          <Face id={user.id} name={user.display_name} size="sm" />
          <span className={classes.name}>{user.display_name}</span>
        </Checkbox.Card>
      ))}
      {pages.state === 'complete' && people.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {text.nobody}
        </Text>
      )}
      <ListEnd
        state={pages.state}
        error={pages.error}
        onMore={pages.loadMore}
        onRetry={pages.reload}
      />
    </div>
  );
}
