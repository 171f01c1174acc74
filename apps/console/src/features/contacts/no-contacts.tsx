import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Blank } from '../../app/blank.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';

export function NoContacts({ search }: { readonly search: string }) {
  const text = useText();
  const { me } = useWorkplace();
  if (search !== '') {
    return <Blank title={text.contacts.noMatch(search)} hint={text.contacts.noMatchHint} />;
  }
  if (me.role !== 'admin') {
    return <Blank title={text.contacts.empty} hint={text.contacts.emptyUser} />;
  }
  return (
    <Blank
      title={text.contacts.empty}
      hint={text.contacts.emptyAdmin}
      action={
        <Button component={Link} href="/people">
          {text.contacts.toPeople}
        </Button>
      }
    />
  );
}
