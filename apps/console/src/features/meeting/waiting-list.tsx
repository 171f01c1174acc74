import { ActionIcon, Button } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconX } from '@tabler/icons-react';
import list from '../../app/list.module.css';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './meeting-panel.module.css';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** Who waits before the door, for who may open it. */
export function WaitingList(props: {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
}) {
  const words = useText().meeting;
  const text = words.panel;
  const { session, actions } = props;
  const { waiting } = session;
  if (waiting.length === 0) return null;
  return (
    <section aria-label={text.waiting}>
      <div className={classes.sectionHead}>
        <h4 className={classes.section}>
          {text.waiting} · {waiting.length}
        </h4>
        {waiting.length > 1 && (
          <Button size="compact-sm" onClick={() => actions.attempt(session.admit())}>
            {text.admitAll}
          </Button>
        )}
      </div>
      <ul className={classes.list}>
        {waiting.map(({ id, user_id, kind, display_name }) => (
          <li key={id} className={classes.row}>
            <Face id={user_id ?? id} name={display_name} size="sm" />
            <div className={classes.words}>
              <span className={list.name}>{display_name}</span>
              {kind === 'sip' && <span className={classes.note}>{words.phone}</span>}
            </div>
            <div className={classes.choices}>
              <Button
                size="compact-sm"
                variant="light"
                aria-label={text.admitOf(display_name)}
                onClick={() => actions.attempt(session.admit(id))}
              >
                {text.admit}
              </Button>
              <ActionIcon
                size={26}
                variant="subtle"
                c="var(--sg-danger)"
                aria-label={text.denyOf(display_name)}
                onClick={() => actions.attempt(session.deny(id))}
              >
                <IconX size={17} aria-hidden="true" />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
