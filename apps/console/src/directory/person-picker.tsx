import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useText } from '../i18n/language.tsx';
import { usePeople } from './use-people.ts';

interface Props {
  readonly value: string | null;
  readonly onChange: (userId: string | null) => void;
  readonly error: string | undefined;
}

/** Finds one person of the organisation. */
export function PersonPicker({ value, onChange, error }: Props) {
  const text = useText().telephony;
  const [draft, setDraft] = useState('');
  // The chosen one's own label stands in the field, and is nothing to look for.
  const [search] = useDebouncedValue(value === null ? draft.trim() : '', 200);
  const people = usePeople(search).items.filter(({ status }) => status !== 'disabled');
  return (
    <Select
      label={text.person}
      placeholder={text.findPerson}
      nothingFoundMessage={text.nobodyFound}
      data={people.map((user) => ({ value: user.id, label: `${user.display_name} (${user.id})` }))}
      // The server has looked already.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setDraft}
      error={error}
      searchable
      required
      withAsterisk={false}
      comboboxProps={{ zIndex: 240 }}
    />
  );
}
