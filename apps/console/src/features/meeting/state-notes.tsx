import { Button } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconClockExclamation, IconDoor, IconPhone, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/language.tsx';
import classes from './meeting.module.css';
import type { LookChange, MeetingLook } from './meeting-layout.ts';
import type { MeetingActions } from './use-meeting-actions.tsx';
import { useNow } from './use-now.ts';

/** What everybody in a meeting should know now. */
export function StateNotes(props: { readonly session: RoomSession; readonly aside: boolean }) {
  const text = useText().meeting;
  const { session, aside } = props;
  return (
    <div role="status">
      {session.phase === 'connecting' && <Note Icon={IconPlugConnectedX}>{text.connecting}</Note>}
      {session.phase === 'reconnecting' && (
        <Note Icon={IconPlugConnectedX} warning>
          {text.reconnecting}
        </Note>
      )}
      {aside && <Note Icon={IconPhone}>{text.inCall}</Note>}
      <SoonOver session={session} />
    </div>
  );
}

function Note(props: {
  readonly Icon: typeof IconPhone;
  readonly warning?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.note} data-kind={props.warning ? 'warning' : 'usual'}>
      <props.Icon size={20} aria-hidden="true" />
      <p>{props.children}</p>
    </div>
  );
}

/** Said once at five minutes and once at one, for half a minute each. */
function SoonOver({ session }: { readonly session: RoomSession }) {
  const text = useText().meeting;
  const now = useNow(1000);
  const closes = session.room.closes_at;
  if (closes === null) return null;
  const leftS = (Date.parse(closes) - now) / 1000;
  const minutes = [5, 1].find((mark) => leftS <= mark * 60 && leftS > mark * 60 - 30);
  if (minutes === undefined) return null;
  return (
    <Note Icon={IconClockExclamation} warning>
      {text.soonOver(minutes)}
    </Note>
  );
}

/** Somebody stands before the door: whoever may open it need not open the panel first. */
export function KnockNote(props: {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
  readonly look: MeetingLook;
  readonly onLook: (change: LookChange) => void;
}) {
  const text = useText().meeting;
  const { session, actions, look, onLook } = props;
  const [first, ...others] = session.waiting;
  if (!first || look.panel === 'people') return null;
  return (
    <div className={classes.note}>
      <IconDoor size={20} aria-hidden="true" />
      <p>
        {others.length === 0
          ? text.news.knocks(first.display_name)
          : text.news.knockMany(session.waiting.length)}
      </p>
      <div className={classes.noteChoices}>
        <Button
          size="xs"
          radius="xl"
          className={classes.admit}
          onClick={() => actions.attempt(session.admit(others.length === 0 ? first.id : undefined))}
        >
          {others.length === 0 ? text.panel.admit : text.panel.admitAll}
        </Button>
        {others.length === 0 ? (
          <Button
            size="xs"
            radius="xl"
            className={classes.quiet}
            onClick={() => actions.attempt(session.deny(first.id))}
          >
            {text.panel.deny}
          </Button>
        ) : (
          <Button
            size="xs"
            radius="xl"
            className={classes.quiet}
            onClick={() => onLook({ type: 'panel', panel: 'people' })}
          >
            {text.people}
          </Button>
        )}
      </div>
    </div>
  );
}
