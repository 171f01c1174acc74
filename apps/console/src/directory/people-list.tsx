import { Text } from '@mantine/core';
import type { User } from '@sky-genesis/protocol';
import type { ReactNode } from 'react';
import { ListEnd } from '../app/list-end.tsx';
import classes from './people-dialog.module.css';
import { usePeople } from './use-people.ts';

/** The people of the organisation from whom one chooses, without oneself. */
export function PeopleList(props: {
  readonly search: string;
  /** Ids of who is there already. */
  readonly without: readonly string[];
  /** Said where nobody is found. */
  readonly nobody: string;
  readonly row: (user: User) => ReactNode;
}) {
  const { search, without, nobody, row } = props;
  const pages = usePeople(search);
  const people = pages.others.filter(
    ({ id, status }) => status === 'active' && !without.includes(id),
  );
  return (
    <div className={classes.choices}>
      {people.map(row)}
      {pages.state === 'complete' && people.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {nobody}
        </Text>
      )}
      <ListEnd pages={pages} />
    </div>
  );
}
