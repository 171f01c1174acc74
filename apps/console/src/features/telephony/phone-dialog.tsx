import { NativeSelect, TextInput } from '@mantine/core';
import { useSetState } from '@mantine/hooks';
import type { Device } from '@sky-genesis/protocol';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { PersonPicker } from '../../directory/person-picker.tsx';
import { useText } from '../../i18n/language.tsx';
import { emptyPhone, newPhoneOf, type PhoneDraft } from './phone-draft.ts';
import { PhoneName, PhoneSound } from './phone-fields.tsx';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** With its SIP password. */
  readonly onDone: (device: Device) => void;
}

export function PhoneDialog({ opened, onClose, onDone }: Props) {
  const text = useText().telephony.phones;
  return (
    <Dialog opened={opened} onClose={onClose} title={text.add}>
      <PhoneForm onDone={onDone} />
    </Dialog>
  );
}

function PhoneForm({ onDone }: Pick<Props, 'onDone'>) {
  const text = useText().telephony;
  const { devices } = useServices().telephony;
  const [draft, change] = useSetState(emptyPhone);
  const { busy, error, run } = useAction(async () => {
    onDone(await devices.create(newPhoneOf(draft)));
  });
  return (
    <Form error={error} busy={busy} submit={text.add} onSubmit={run}>
      <PersonPicker
        value={draft.userId}
        onChange={(userId) => change({ userId })}
        error={fieldRefusal(error, 'user_id')}
      />
      <PhoneName draft={draft} error={error} onChange={change} />
      <AccountFields draft={draft} error={error} onChange={change} />
      <PhoneSound draft={draft} error={error} onChange={change} />
    </Form>
  );
}

/** What stays as it is entered here. */
function AccountFields(props: {
  readonly draft: PhoneDraft;
  readonly error: unknown;
  readonly onChange: (part: Partial<PhoneDraft>) => void;
}) {
  const text = useText().telephony.phones;
  const { draft, error, onChange } = props;
  return (
    <>
      <TextInput
        label={text.username}
        description={text.usernameHint}
        value={draft.username}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
        error={fieldRefusal(error, 'username')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        required
        withAsterisk={false}
      />
      <NativeSelect
        label={text.kind}
        data={[
          { value: 'desk_phone', label: text.desk_phone },
          { value: 'softphone', label: text.softphone },
        ]}
        value={draft.kind}
        onChange={(event) =>
          onChange({ kind: event.currentTarget.value === 'softphone' ? 'softphone' : 'desk_phone' })
        }
      />
    </>
  );
}
