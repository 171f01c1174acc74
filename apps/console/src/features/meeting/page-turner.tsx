import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useText } from '../../i18n/language.tsx';
import type { Placement } from '../../tiles/placement.ts';
import type { LookChange } from './meeting-layout.ts';
import classes from './meeting-tiles.module.css';

/** Leads to those who have no room on this page. */
export function PageTurner(props: {
  readonly placement: Placement;
  readonly onTurn: (change: LookChange) => void;
}) {
  const text = useText().meeting.pages;
  const { placement, onTurn } = props;
  const { page, pages } = placement;
  const turn = (by: number): void => onTurn({ type: 'page', by, pages });
  useHotkeys([
    ['PageUp', () => turn(-1)],
    ['PageDown', () => turn(1)],
  ]);
  if (pages === 1) return null;
  return (
    <div className={classes.turner}>
      <ActionIcon
        size={36}
        radius={99}
        className={classes.turn}
        aria-label={text.previous}
        disabled={page === 0}
        onClick={() => turn(-1)}
      >
        <IconChevronLeft size={20} aria-hidden="true" />
      </ActionIcon>
      <p className={classes.page} role="status">
        {text.of(page + 1, pages)}
      </p>
      <ActionIcon
        size={36}
        radius={99}
        className={classes.turn}
        aria-label={text.next}
        disabled={page === pages - 1}
        onClick={() => turn(1)}
      >
        <IconChevronRight size={20} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
