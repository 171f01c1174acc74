import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { VoipClient } from '@sky-genesis/client';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useText } from '../../i18n/language.tsx';

/** Whoever is invited to a room is told on whichever page they are, with the way to it. */
export function useRoomInvitations(client: VoipClient): void {
  const text = useText();
  const current = useRef(text);
  current.current = text;
  useEffect(
    () =>
      client.rooms.on('invited', ({ id, name }) => {
        const { rooms, common } = current.current;
        notifications.show({
          id: `invited:${id}`,
          color: 'petrol',
          autoClose: false,
          title: rooms.invited(name),
          message: (
            <Anchor
              component={Link}
              href={`/rooms/${id}`}
              onClick={() => notifications.hide(`invited:${id}`)}
            >
              {rooms.enterOf(name)}
            </Anchor>
          ),
          closeButtonProps: { 'aria-label': common.close },
        });
      }),
    [client],
  );
}
