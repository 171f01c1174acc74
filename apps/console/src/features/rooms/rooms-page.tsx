import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Blank } from '../../app/blank.tsx';
import card from '../../app/card.module.css';
import list from '../../app/list.module.css';
import { ListEnd } from '../../app/list-end.tsx';
import { Page } from '../../app/page.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { NewRoomDialog } from './room-dialog.tsx';
import { PastRoomRow, RoomRow } from './room-row.tsx';
import classes from './rooms-page.module.css';
import { useRooms } from './use-rooms.ts';

/** The rooms one may enter, and those that were. */
export function RoomsPage() {
  const text = useText();
  const { client } = useWorkplace();
  const [, go] = useLocation();
  const [creating, setCreating] = useState(false);
  const rooms = useRooms('open');
  const past = useRooms('ended');
  const changed = (): void => {
    rooms.reload();
    past.refresh();
  };
  const button = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setCreating(true)}>
      {text.rooms.create}
    </Button>
  );
  return (
    <Page title={text.rooms.title} lead={text.rooms.lead} actions={button}>
      <section aria-label={text.rooms.open}>
        {rooms.items.length > 0 && (
          <ul className={list.list}>
            {rooms.items.map((room) => (
              <RoomRow key={room.id} room={room} onChanged={changed} />
            ))}
          </ul>
        )}
        {rooms.state === 'complete' && rooms.items.length === 0 && (
          <div className={card.card}>
            <Blank title={text.rooms.empty} hint={text.rooms.emptyHint} />
          </div>
        )}
        <ListEnd pages={rooms} />
      </section>
      <PastRooms rooms={past} />
      <NewRoomDialog
        opened={creating}
        onClose={() => setCreating(false)}
        create={async (room) => {
          const { id } = await client.rooms.create(room);
          go(`/rooms/${id}`);
        }}
      />
    </Page>
  );
}

function PastRooms({ rooms }: { readonly rooms: ReturnType<typeof useRooms> }) {
  const text = useText();
  return (
    <section aria-labelledby="past-rooms">
      <h2 id="past-rooms" className={classes.title}>
        {text.rooms.past}
      </h2>
      {rooms.items.length > 0 && (
        <ul className={list.list}>
          {rooms.items.map((room) => (
            <PastRoomRow key={room.id} room={room} />
          ))}
        </ul>
      )}
      {rooms.state === 'complete' && rooms.items.length === 0 && (
        <p className={list.empty}>{text.rooms.pastEmpty}</p>
      )}
      <ListEnd pages={rooms} />
    </section>
  );
}
