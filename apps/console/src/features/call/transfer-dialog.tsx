import { Radio, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { CallSession } from '@sky-genesis/client';
import type { User } from '@sky-genesis/protocol';
import { IconPhoneOutgoing, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import list from '../../app/list.module.css';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import classes from '../../directory/people-dialog.module.css';
import { PeopleList } from '../../directory/people-list.tsx';
import { useText } from '../../i18n/language.tsx';
import { presentIn } from './present.ts';

interface Props {
  readonly call: CallSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Hands the call to a person, an extension or a number. */
export function TransferDialog(props: Props) {
  const text = useText().call.transfer;
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={text.title}>
      <TransferForm {...props} />
    </Dialog>
  );
}

function TransferForm({ call, onClose }: Props) {
  const words = useText().call;
  const text = words.transfer;
  const { desk } = useWorkplace();
  const [draft, setDraft] = useState('');
  const [chosen, setChosen] = useState<User | null>(null);
  const to = chosen?.id ?? draft.trim();
  const { busy, error, run } = useAction(async () => {
    await desk.transfer(call, to);
    onClose();
  });
  return (
    <Form
      lead={text.lead}
      error={error}
      busy={busy}
      disabled={to === ''}
      submit={to === '' ? words.short.transfer : text.action(chosen?.display_name ?? to)}
      icon={<IconPhoneOutgoing size={18} aria-hidden="true" />}
      onSubmit={run}
    >
      <TextInput
        label={text.to}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={draft}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setChosen(null);
        }}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={256}
        data-autofocus
      />
      <Choices call={call} draft={draft} chosen={chosen} onChoose={setChosen} />
    </Form>
  );
}

function Choices(props: {
  readonly call: CallSession;
  readonly draft: string;
  readonly chosen: User | null;
  readonly onChoose: (user: User) => void;
}) {
  const text = useText().call.transfer;
  const { call, draft, chosen, onChoose } = props;
  const [search] = useDebouncedValue(draft.trim(), 200);
  return (
    <Radio.Group value={chosen?.id ?? null} aria-label={text.people}>
      <PeopleList
        search={search}
        without={presentIn(call)}
        nobody={search === '' ? text.nobody : text.dialled}
        row={(user) => (
          <Radio.Card
            key={user.id}
            value={user.id}
            className={classes.person}
            onClick={() => onChoose(user)}
          >
            <Radio.Indicator />
            <Face id={user.id} name={user.display_name} size="sm" />
            <span className={list.name}>{user.display_name}</span>
          </Radio.Card>
        )}
      />
    </Radio.Group>
  );
}
