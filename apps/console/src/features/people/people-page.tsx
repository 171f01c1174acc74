import { Button, VisuallyHidden } from '@mantine/core';
import type { User } from '@sky-genesis/protocol';
import { IconUserPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { ListEnd } from '../../app/list-end.tsx';
import { Page } from '../../app/page.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { AddPerson } from './add-person.tsx';
import { InvitationLink, type Invited } from './invitation-link.tsx';
import classes from './people.module.css';
import { PersonRow } from './person-row.tsx';

const pageSize = 50;

/** Who may use the server: for administrators. */
export function PeoplePage() {
  const text = useText();
  const { client } = useWorkplace();
  const [adding, setAdding] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      client.users.list({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
    [client],
  );
  const pages = usePages<User>(fetchPage);
  const finish = (result: Invited | null): void => {
    setAdding(false);
    setInvited(result);
    pages.reload();
  };
  return (
    <Page
      title={text.people.title}
      lead={text.people.lead}
      wide
      actions={
        <Button leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)}>
          {text.people.add}
        </Button>
      }
    >
      <PeopleTable people={pages.items} onChanged={pages.reload} onInvited={setInvited} />
      <ListEnd pages={pages} />
      <AddPerson opened={adding} onClose={() => setAdding(false)} onDone={finish} />
      <InvitationLink invited={invited} onClose={() => setInvited(null)} />
    </Page>
  );
}

function PeopleTable(props: {
  readonly people: readonly User[];
  readonly onChanged: () => void;
  readonly onInvited: (invited: Invited) => void;
}) {
  const text = useText().people;
  const { people, onChanged, onInvited } = props;
  if (people.length === 0) return null;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{text.name}</th>
          <th scope="col">{text.email}</th>
          <th scope="col">{text.role}</th>
          <th scope="col">{text.status}</th>
          <th scope="col">
            <VisuallyHidden>{text.actions}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((user) => (
          <PersonRow key={user.id} user={user} onChanged={onChanged} onInvited={onInvited} />
        ))}
      </tbody>
    </table>
  );
}
