import { ActionIcon, Tooltip } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { RoomSession } from '@sky-genesis/client';
import {
  IconArrowsDiagonalMinimize2,
  IconClockExclamation,
  IconLock,
  IconScreenShare,
} from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import { QualitySign } from '../call/quality-sign.tsx';
import classes from './meeting.module.css';
import { useMeeting } from './use-meeting.ts';
import { useNow } from './use-now.ts';

/** Below this many seconds the end is told with emphasis. */
const soonS = 5 * 60;

/** Which room, who is in it, for how long. */
export function MeetingHead({ session }: { readonly session: RoomSession }) {
  const text = useText();
  const [, go] = useLocation();
  const { room, members } = session;
  useDocumentTitle(`${room.name} · ${text.common.product}`);
  const me = members.find(({ isMe }) => isMe);
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h2 className={classes.name}>{room.name}</h2>
        <p className={classes.facts}>
          <span>{text.meeting.count(members.length)}</span>
          <MeetingTime session={session} />
          {session.sharingScreen && (
            <span className={classes.fact} data-soon="true">
              <IconScreenShare size={16} aria-hidden="true" />
              {text.meeting.mySharing}
            </span>
          )}
          {room.locked && (
            <span className={classes.fact}>
              <IconLock size={15} aria-hidden="true" />
              {text.meeting.locked}
            </span>
          )}
        </p>
      </div>
      <QualitySign quality={me?.quality ?? null} />
      <Tooltip label={text.meeting.minimise} position="bottom-end" zIndex={210}>
        <ActionIcon
          size={44}
          radius="xl"
          className={classes.round}
          aria-label={text.meeting.minimise}
          onClick={() => go('/rooms')}
        >
          <IconArrowsDiagonalMinimize2 size={20} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

/** How long one has been here, or, near its end, how long the room stays open. */
function MeetingTime({ session }: { readonly session: RoomSession }) {
  const text = useText().meeting;
  const { sinceMs } = useMeeting();
  const now = useNow(1000);
  const closes = session.room.closes_at;
  const leftS = closes === null ? null : (Date.parse(closes) - now) / 1000;
  if (leftS === null) return <span>{clock((now - sinceMs) / 1000)}</span>;
  const soon = leftS < soonS;
  return (
    <span className={classes.fact} data-soon={soon}>
      {soon && <IconClockExclamation size={16} aria-hidden="true" />}
      {text.remaining(clock(leftS))}
    </span>
  );
}
