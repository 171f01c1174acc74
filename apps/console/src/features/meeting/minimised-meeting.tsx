import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconUsers } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import classes from '../call/minimised-call.module.css';
import { useMeeting } from './use-meeting.ts';
import { useMeetingActions } from './use-meeting-actions.tsx';
import { useNow } from './use-now.ts';

/** A meeting that goes on beside the pages; above a call that does. */
export function MinimisedMeeting(props: {
  readonly session: RoomSession;
  readonly raised: boolean;
}) {
  const text = useText();
  const { session, raised } = props;
  const { sinceMs } = useMeeting();
  const now = useNow(1000);
  const [, go] = useLocation();
  const actions = useMeetingActions(session);
  const silent = session.microphoneMuted || session.me.muted.audio;
  const waiting = session.waiting.length;
  const MicrophoneIcon = silent ? IconMicrophoneOff : IconMicrophone;
  return (
    <section className={classes.bar} data-raised={raised} aria-label={text.meeting.region}>
      <UnstyledButton className={classes.back} onClick={() => go(`/rooms/${session.room.id}`)}>
        <span className={classes.roomSign}>
          <IconUsers size={20} aria-hidden="true" />
        </span>
        <span className={classes.words}>
          <span className={classes.name}>{session.room.name}</span>
          <span className={classes.state}>
            {waiting > 0
              ? text.meeting.waitingCount(waiting)
              : `${text.meeting.count(session.members.length)} · ${clock((now - sinceMs) / 1000)}`}
          </span>
        </span>
        <span className={classes.expand}>{text.meeting.expand}</span>
      </UnstyledButton>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.quiet}
        aria-label={silent ? text.meeting.unmute : text.meeting.mute}
        onClick={actions.toggleMicrophone}
      >
        <MicrophoneIcon size={20} />
      </ActionIcon>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.end}
        aria-label={text.meeting.leave}
        onClick={actions.leave}
      >
        <IconPhoneOff size={20} />
      </ActionIcon>
    </section>
  );
}
