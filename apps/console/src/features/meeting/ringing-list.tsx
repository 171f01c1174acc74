import { ActionIcon } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconPhoneOff } from '@tabler/icons-react';
import list from '../../app/list.module.css';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './meeting-panel.module.css';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** Phones that the room rings. */
export function RingingList(props: {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
}) {
  const text = useText().meeting.dial;
  const { me } = useWorkplace();
  const { session, actions } = props;
  const { ringing } = session;
  const moderator = session.me.role === 'moderator';
  if (ringing.length === 0) return null;
  return (
    <section aria-label={text.ringing}>
      <h4 className={classes.section}>
        {text.ringing} · {ringing.length}
      </h4>
      <ul className={classes.list}>
        {ringing.map(({ id, user_id, display_name }) => (
          <li key={id} className={classes.row}>
            <Face id={user_id ?? id} name={display_name} size="sm" />
            <div className={classes.words}>
              <span className={list.name}>{display_name}</span>
              <span className={classes.note}>{text.rings}</span>
            </div>
            {(moderator || user_id === me.id) && (
              <ActionIcon
                size={34}
                variant="subtle"
                c="var(--sg-danger)"
                aria-label={text.cancelOf(display_name)}
                onClick={() => actions.attempt(session.cancelDialOut(id))}
              >
                <IconPhoneOff size={18} aria-hidden="true" />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
