import { TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import list from '../../app/list.module.css';
import { ListEnd } from '../../app/list-end.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { peoplePageSize, usePeople } from '../../directory/use-people.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './contact-list.module.css';
import { ContactRow } from './contact-row.tsx';
import { NoContacts } from './no-contacts.tsx';

function useContacts(search: string) {
  const { directory } = useWorkplace();
  const pages = usePeople(search);
  useEffect(() => directory.learn(pages.items), [directory, pages.items]);
  useReturn(pages.reload, pages.items.length <= peoplePageSize);
  const contacts = pages.others.filter(({ status }) => status !== 'disabled');
  return { ...pages, contacts };
}

/** Who comes back to the tab finds newcomers in the list, unless that would lose the place in a long one. */
function useReturn(reload: () => void, short: boolean): void {
  useEffect(() => {
    const look = (): void => {
      if (short && document.visibilityState === 'visible') reload();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [reload, short]);
}

export function ContactList() {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState('');
  const [search] = useDebouncedValue(draft.trim(), 200);
  const pages = useContacts(search);
  const { contacts, state } = pages;
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <section aria-label={text.contacts.list}>
      <TextInput
        ref={input}
        type="search"
        size="md"
        aria-label={text.contacts.search}
        placeholder={text.contacts.searchShort}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        className={classes.search}
      />
      <p className={classes.count} role="status">
        {state === 'complete' && contacts.length > 0 ? text.contacts.count(contacts.length) : ''}
      </p>
      {contacts.length > 0 && (
        <ul className={list.list}>
          {contacts.map((user) => (
            <ContactRow key={user.id} user={user} />
          ))}
        </ul>
      )}
      {state === 'complete' && contacts.length === 0 && <NoContacts search={search} />}
      <ListEnd pages={pages} />
    </section>
  );
}
