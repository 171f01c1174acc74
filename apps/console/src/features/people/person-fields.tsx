import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import type { PersonDraft } from './person-draft.ts';

export function PersonFields(props: {
  readonly draft: PersonDraft;
  readonly error: unknown;
  readonly onChange: (part: Partial<PersonDraft>) => void;
}) {
  const text = useText();
  const { draft, error, onChange } = props;
  const optional = ` (${text.common.optional})`;
  return (
    <>
      <TextInput
        label={text.people.id}
        description={text.people.idHint}
        value={draft.id}
        onChange={(event) => onChange({ id: event.currentTarget.value })}
        error={fieldRefusal(error, 'id') ?? fieldRefusal(error, 'user_id')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={text.people.name}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldRefusal(error, 'display_name')}
        autoComplete="off"
        maxLength={100}
        required
        withAsterisk={false}
      />
      <TextInput
        type="email"
        label={text.people.email + optional}
        value={draft.email}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
        error={fieldRefusal(error, 'email')}
        autoComplete="off"
      />
      <RoleField draft={draft} onChange={onChange} />
      {draft.way === 'password' && (
        <PasswordInput
          label={text.people.initialPassword}
          description={text.welcome.passwordHint}
          value={draft.password}
          onChange={(event) => onChange({ password: event.currentTarget.value })}
          error={fieldRefusal(error, 'password')}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
      )}
    </>
  );
}

function RoleField(props: {
  readonly draft: PersonDraft;
  readonly onChange: (part: Partial<PersonDraft>) => void;
}) {
  const text = useText().people;
  return (
    <NativeSelect
      label={text.role}
      data={[
        { value: 'user', label: text.user },
        { value: 'admin', label: text.admin },
      ]}
      value={props.draft.role}
      onChange={(event) =>
        props.onChange({ role: event.currentTarget.value === 'admin' ? 'admin' : 'user' })
      }
    />
  );
}
