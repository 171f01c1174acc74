import { TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import type { User } from '@sky-genesis/protocol';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ListEnd } from '../../app/list-end.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './contact-list.module.css';
import { ContactRow } from './contact-row.tsx';
import { NoContacts } from './no-contacts.tsx';

const pageSize = 40;

function useContacts(search: string) {
  const { client, directory, me } = useWorkplace();
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
  useEffect(() => directory.learn(pages.items), [directory, pages.items]);
  useReturn(pages.reload, pages.items.length <= pageSize);
  const contacts = pages.items.filter(({ id, status }) => id !== me.id && status !== 'disabled');
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
  const { contacts, state, error, loadMore, reload } = useContacts(search);
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
        <ul className={classes.list}>
          {contacts.map((user) => (
            <ContactRow key={user.id} user={user} />
          ))}
        </ul>
      )}
      {state === 'complete' && contacts.length === 0 && <NoContacts search={search} />}
      <ListEnd state={state} error={error} onMore={loadMore} onRetry={reload} />
    </section>
  );
}
