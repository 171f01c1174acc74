import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import list from '../../app/list.module.css';
import { ListEnd } from '../../app/list-end.tsx';
import type { Pages } from '../../app/use-pages.ts';
import classes from './telephony.module.css';

/** A titled list with what adds to it. */
export function ListSection<T>(props: {
  readonly title: string;
  readonly add: string;
  readonly empty: string;
  readonly pages: Pages<T>;
  readonly onAdd: () => void;
  readonly row: (item: T) => ReactNode;
}) {
  const { title, add, empty, pages, onAdd, row } = props;
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={classes.section}>
      <div className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} />} onClick={onAdd}>
          {add}
        </Button>
      </div>
      {pages.items.length > 0 && <ul className={list.list}>{pages.items.map(row)}</ul>}
      {pages.state === 'complete' && pages.items.length === 0 && (
        <p className={list.empty}>{empty}</p>
      )}
      <ListEnd pages={pages} />
    </section>
  );
}
