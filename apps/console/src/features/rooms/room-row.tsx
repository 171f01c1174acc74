import { Button } from '@mantine/core';
import type { DialIn, Room } from '@sky-genesis/protocol';
import { IconDoor, IconKey, IconLock, IconPhone } from '@tabler/icons-react';
import { Link } from 'wouter';
import list from '../../app/list.module.css';
import { clock } from '../../i18n/formats.ts';
import { useSpeech, useText } from '../../i18n/language.tsx';
import { useMeeting } from '../meeting/use-meeting.ts';
import { bestNumber, spacedPin } from './dial-in.ts';
import { RoomFaces } from './room-faces.tsx';
import { RoomMenu } from './room-menu.tsx';
import classes from './rooms-page.module.css';
import { useParticipants } from './use-participants.ts';

export function RoomRow(props: { readonly room: Room; readonly onChanged: () => void }) {
  const text = useText().rooms;
  const { room } = props;
  const people = useParticipants(room);
  const { session } = useMeeting();
  const here = session?.room.id === room.id && session.phase !== 'ended';
  return (
    <li className={classes.row} data-open="true">
      <div className={classes.words}>
        <span className={list.name}>{room.name}</span>
        <RoomFacts room={room} />
      </div>
      <RoomFaces people={people} />
      <div className={classes.actions}>
        <Button
          component={Link}
          href={`/rooms/${room.id}`}
          variant={here || room.participant_count > 0 ? 'filled' : 'light'}
          aria-label={here ? text.backOf(room.name) : text.enterOf(room.name)}
        >
          {here ? text.back : text.enter}
        </Button>
        <RoomMenu {...props} />
      </div>
    </li>
  );
}

function RoomFacts({ room }: { readonly room: Room }) {
  const text = useText().rooms;
  const { participant_count, waiting_count, locked, settings } = room;
  return (
    <span className={classes.facts}>
      <span>{participant_count === 0 ? text.nobody : text.there(participant_count)}</span>
      {waiting_count > 0 && (
        <span className={classes.fact} data-kind="waiting">
          {text.waiting(waiting_count)}
        </span>
      )}
      {locked && <Fact Icon={IconLock} label={text.locked} />}
      {settings.has_password && <Fact Icon={IconKey} label={text.withPassword} />}
      {settings.waiting_room && <Fact Icon={IconDoor} label={text.withWaitingRoom} />}
      {room.dial_in && <DialInFact dialIn={room.dial_in} />}
    </span>
  );
}

function DialInFact({ dialIn }: { readonly dialIn: DialIn }) {
  const { text, language } = useSpeech();
  const number = bestNumber(dialIn, language);
  if (number === undefined) return null;
  return <Fact Icon={IconPhone} label={text.rooms.dialIn.brief(number, spacedPin(dialIn.pin))} />;
}

function Fact(props: { readonly Icon: typeof IconLock; readonly label: string }) {
  return (
    <span className={classes.fact}>
      <props.Icon size={15} aria-hidden="true" />
      {props.label}
    </span>
  );
}

export function PastRoomRow({ room }: { readonly room: Room }) {
  const { text, formats } = useSpeech();
  const { start_time, end_time } = room;
  const lastedS =
    start_time === null || end_time === null
      ? null
      : (Date.parse(end_time) - Date.parse(start_time)) / 1000;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={list.name}>{room.name}</span>
        <span className={classes.facts}>
          {end_time !== null && (
            <span>{text.rooms.endedOn(formats.dateTime(new Date(end_time)))}</span>
          )}
          {lastedS !== null && (
            <span className={classes.fact}>
              {text.call.duration} {clock(lastedS)}
            </span>
          )}
        </span>
      </div>
    </li>
  );
}
