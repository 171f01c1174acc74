import { Button } from '@mantine/core';
import { useDocumentTitle, useHotkeys } from '@mantine/hooks';
import type { RoomSession } from '@sky-genesis/client';
import { useLocation } from 'wouter';
import { useWorkplace } from '../../app/workplace.tsx';
import { LogoMark } from '../../brand/logo.tsx';
import { useText } from '../../i18n/language.tsx';
import { useTakeFocus } from '../call/use-take-focus.ts';
import classes from './meeting-words.module.css';

/** Why the meeting is over for this page, and what can be done about it. */
export function MeetingEnded({ session }: { readonly session: RoomSession }) {
  const text = useText();
  const { meetings } = useWorkplace();
  const [, go] = useLocation();
  const first = useTakeFocus<HTMLButtonElement>();
  const reason = session.endReason ?? 'left';
  const words = text.meeting;
  useDocumentTitle(`${words.ended[reason]} · ${text.common.product}`);
  const toRooms = (): void => {
    go('/rooms');
    meetings.dismiss();
  };
  useHotkeys([['Escape', toRooms]]);
  const again = {
    left: words.rejoin,
    failed: words.rejoin,
    replaced: words.takeBack,
    denied: words.knockAgain,
    kicked: null,
    deleted: null,
    time_limit: null,
  }[reason];
  return (
    <section className={classes.page} aria-label={words.region}>
      <LogoMark size={72} />
      <h2 className={classes.title} role="status">
        {words.ended[reason]}
      </h2>
      <p className={classes.room}>{session.room.name}</p>
      <p className={classes.hint}>{words.endedHint[reason]}</p>
      <div className={classes.choices}>
        <Button ref={first} radius="xl" size="md" className={classes.first} onClick={toRooms}>
          {words.toRooms}
        </Button>
        {again !== null && (
          // The room's own address asks how one wants to come in.
          <Button radius="xl" size="md" className={classes.quiet} onClick={meetings.dismiss}>
            {again}
          </Button>
        )}
      </div>
    </section>
  );
}
