import { Button, PasswordInput } from '@mantine/core';
import { hasCode } from '@sky-genesis/client';
import type { Room } from '@sky-genesis/protocol';
import { type SubmitEvent, useState } from 'react';
import { Page } from '../../app/page.tsx';
import { useText } from '../../i18n/language.tsx';
import { useDesk } from '../call/use-desk.ts';
import { EntryDevices } from './entry-devices.tsx';
import { EntryRefusal } from './entry-refusal.tsx';
import classes from './room-entry.module.css';
import { RoomFaces } from './room-faces.tsx';
import { useEnter } from './use-enter.ts';
import { useParticipants } from './use-participants.ts';

/** Before a meeting: how one looks and sounds, and a password where one is asked for. */
export function RoomEntry(props: { readonly id: string; readonly room: Room | null }) {
  const text = useText().rooms;
  const { id, room } = props;
  const [microphone, setMicrophone] = useState(true);
  const [camera, setCamera] = useState(true);
  const [password, setPassword] = useState('');
  const { busy, error, enter } = useEnter(id);
  const asked =
    room?.settings.has_password || hasCode(error, 'room_password_required', 'room_password_wrong');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    enter({ microphone, camera, ...(password === '' ? {} : { password }) });
  };
  return (
    <Page title={room?.name ?? text.entry.unknown} lead={text.entry.lead} wide>
      <form onSubmit={submit} className={classes.columns}>
        <EntryDevices
          // Many cameras cannot be open twice: the meeting opens them itself.
          open={!busy}
          microphone={microphone}
          camera={camera}
          onMicrophone={setMicrophone}
          onCamera={setCamera}
        />
        <div className={classes.side}>
          {room && <RoomWords room={room} />}
          <EntryRefusal error={error} />
          {asked && (
            <PasswordInput
              label={text.entry.password}
              description={room?.settings.has_password ? undefined : text.entry.passwordLead}
              error={hasCode(error, 'room_password_wrong') ? text.entry.passwordWrong : undefined}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="off"
              size="md"
            />
          )}
          <Button type="submit" size="lg" loading={busy}>
            {text.entry.join}
          </Button>
          <CallNote />
        </div>
      </form>
    </Page>
  );
}

function RoomWords({ room }: { readonly room: Room }) {
  const text = useText().rooms;
  const people = useParticipants(room);
  const { participant_count, locked, settings } = room;
  return (
    <div className={classes.words}>
      <p className={classes.there}>
        <RoomFaces people={people} />
        {participant_count === 0 ? text.nobody : text.there(participant_count)}
      </p>
      {locked && <p className={classes.hint}>{text.entry.lockedHint}</p>}
      {settings.waiting_room && <p className={classes.hint}>{text.entry.waitingHint}</p>}
    </div>
  );
}

function CallNote() {
  const text = useText().rooms;
  const { stage } = useDesk();
  if (!stage || stage.phase === 'ended') return null;
  return <p className={classes.hint}>{text.entry.callHeld}</p>;
}
