import type { RoomSession } from '@sky-genesis/client';
import { IconUsers } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import { MinimisedBar } from '../call/minimised-bar.tsx';
import classes from './minimised-meeting.module.css';
import { useMeeting } from './use-meeting.ts';
import { useMeetingActions } from './use-meeting-actions.tsx';
import { useNow } from './use-now.ts';

/** A meeting that goes on beside the pages; above a call that does. */
export function MinimisedMeeting(props: {
  readonly session: RoomSession;
  readonly raised: boolean;
}) {
  const words = useText().meeting;
  const { session, raised } = props;
  const { sinceMs } = useMeeting();
  const now = useNow(1000);
  const [, go] = useLocation();
  const actions = useMeetingActions(session);
  const silent = session.microphoneMuted || session.me.muted.audio;
  const waiting = session.waiting.length;
  return (
    <MinimisedBar
      region={words.region}
      raised={raised}
      sign={
        <span className={classes.sign}>
          <IconUsers size={20} aria-hidden="true" />
        </span>
      }
      name={session.room.name}
      state={
        waiting > 0
          ? words.waitingCount(waiting)
          : `${words.count(session.members.length)} · ${clock((now - sinceMs) / 1000)}`
      }
      expand={{ label: words.expand, onClick: () => go(`/rooms/${session.room.id}`) }}
      silent={silent}
      microphone={{ label: silent ? words.unmute : words.mute, onClick: actions.toggleMicrophone }}
      end={{ label: words.leave, onClick: actions.leave }}
    />
  );
}
