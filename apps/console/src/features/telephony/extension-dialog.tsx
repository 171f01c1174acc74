import { NativeSelect, Select, TextInput } from '@mantine/core';
import { useSetState } from '@mantine/hooks';
import { Choice } from '../../app/choice.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { ListEnd } from '../../app/list-end.tsx';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { PersonPicker } from '../../directory/person-picker.tsx';
import { useText } from '../../i18n/language.tsx';
import { useRooms } from '../rooms/use-rooms.ts';
import { type ExtensionDraft, emptyExtension, extensionOf } from './extension-draft.ts';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ExtensionDialog({ opened, onClose, onDone }: Props) {
  const text = useText().telephony.extensions;
  return (
    <Dialog opened={opened} onClose={onClose} title={text.add}>
      <ExtensionForm onDone={onDone} />
    </Dialog>
  );
}

function ExtensionForm({ onDone }: Pick<Props, 'onDone'>) {
  const text = useText().telephony;
  const { extensions } = useServices().telephony;
  const [draft, change] = useSetState(emptyExtension);
  const { busy, error, run } = useAction(async () => {
    await extensions.create(extensionOf(draft));
    onDone();
  });
  return (
    <Form error={error} busy={busy} submit={text.add} onSubmit={run}>
      <WordsFields draft={draft} error={error} onChange={change} />
      <TargetFields draft={draft} error={error} onChange={change} />
    </Form>
  );
}

const spoken = ['en', 'fr'] as const;

interface Fields {
  readonly draft: ExtensionDraft;
  readonly error: unknown;
  readonly onChange: (part: Partial<ExtensionDraft>) => void;
}

function WordsFields({ draft, error, onChange }: Fields) {
  const text = useText();
  const words = text.telephony.extensions;
  return (
    <>
      <TextInput
        label={words.number}
        description={words.numberHint}
        value={draft.number}
        onChange={(event) => onChange({ number: event.currentTarget.value })}
        error={fieldRefusal(error, 'number')}
        inputMode="tel"
        autoComplete="off"
        maxLength={21}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={`${words.name} (${text.common.optional})`}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldRefusal(error, 'display_name')}
        autoComplete="off"
        maxLength={100}
      />
    </>
  );
}

function TargetFields({ draft, error, onChange }: Fields) {
  const text = useText().telephony.extensions;
  return (
    <>
      <Choice
        label={text.target}
        data={[
          { value: 'person', label: text.toPerson },
          { value: 'room', label: text.toRoom },
          { value: 'pin', label: text.toPin },
        ]}
        value={draft.target}
        onChange={(target) => onChange({ target })}
      />
      {draft.target === 'person' && (
        <PersonPicker
          value={draft.userId}
          onChange={(userId) => onChange({ userId })}
          error={fieldRefusal(error, 'user_id')}
        />
      )}
      {draft.target === 'room' && (
        <RoomPicker
          value={draft.room}
          onChange={(room) => onChange({ room })}
          error={fieldRefusal(error, 'room_id')}
        />
      )}
      {draft.target === 'pin' && <SpokenField draft={draft} error={error} onChange={onChange} />}
    </>
  );
}

/** What who calls is asked in. */
function SpokenField({ draft, onChange }: Fields) {
  const text = useText().telephony.extensions;
  return (
    <NativeSelect
      label={text.spoken}
      description={text.pinHint}
      data={[
        { value: '', label: text.spokenByServer },
        ...spoken.map((value) => ({ value, label: text[value] })),
      ]}
      value={draft.language ?? ''}
      onChange={(event) => {
        const { value } = event.currentTarget;
        onChange({ language: spoken.find((each) => each === value) ?? null });
      }}
    />
  );
}

/** From all of one's own: the server finds none by name. */
function RoomPicker(props: {
  readonly value: ExtensionDraft['room'];
  readonly onChange: (room: ExtensionDraft['room']) => void;
  readonly error: string | undefined;
}) {
  const text = useText().telephony.extensions;
  const pages = useRooms('open');
  const rooms = pages.items;
  return (
    <div>
      <Select
        label={text.room}
        placeholder={pages.state === 'complete' && rooms.length === 0 ? text.noRoom : undefined}
        data={rooms.map(({ id, name }) => ({ value: id, label: name }))}
        value={props.value?.id ?? null}
        onChange={(chosen) => props.onChange(rooms.find(({ id }) => id === chosen) ?? null)}
        error={props.error}
        searchable
        required
        withAsterisk={false}
        comboboxProps={{ zIndex: 240 }}
      />
      <ListEnd pages={pages} />
    </div>
  );
}
