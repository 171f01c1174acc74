import { TextInput } from '@mantine/core';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import type { PhoneSettings } from './phone-draft.ts';
import { SrtpSelect } from './srtp-select.tsx';

interface Props {
  readonly draft: PhoneSettings;
  readonly error: unknown;
  readonly onChange: (part: Partial<PhoneSettings>) => void;
}

export function PhoneName({ draft, error, onChange }: Props) {
  const text = useText().telephony.phones;
  return (
    <TextInput
      label={text.name}
      placeholder={text.namePlaceholder}
      value={draft.name}
      onChange={(event) => onChange({ name: event.currentTarget.value })}
      error={fieldRefusal(error, 'device_name')}
      autoComplete="off"
      maxLength={100}
      required
      withAsterisk={false}
    />
  );
}

export function PhoneSound({ draft, error, onChange }: Props) {
  const text = useText().telephony.phones;
  return (
    <SrtpSelect
      value={draft.srtp}
      hint={text.srtpHint}
      error={fieldRefusal(error, 'srtp')}
      onChange={(srtp) => onChange({ srtp })}
    />
  );
}
