import type { Room } from '@sky-genesis/protocol';
import { useCallback } from 'react';
import { useLoaded } from '../../app/use-loaded.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useMeeting } from '../meeting/use-meeting.ts';
import { RoomEntry } from './room-entry.tsx';

/** A room's own address: what people send each other. In a meeting, that lies over this page. */
export function RoomPage({ id }: { readonly id: string }) {
  const { client } = useWorkplace();
  const { session } = useMeeting();
  const load = useCallback(async (): Promise<Room | null> => {
    try {
      return await client.rooms.get(id);
    } catch {
      // Whoever has the link may come in without having seen the room before; joining tells the rest.
      return null;
    }
  }, [client, id]);
  const { value: room } = useLoaded(load);
  if (session?.room.id === id || room === undefined) return null;
  return <RoomEntry key={id} id={id} room={room} />;
}
