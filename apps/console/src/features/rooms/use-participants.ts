import type { Room, RoomParticipant } from '@sky-genesis/protocol';
import { useEffect, useState } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';

/** Who has a seat, asked for whenever their number has changed. */
export function useParticipants(room: Room): readonly RoomParticipant[] {
  const { client } = useWorkplace();
  const { id, participant_count } = room;
  const [people, setPeople] = useState<readonly RoomParticipant[]>([]);
  useEffect(() => {
    let current = true;
    const found = participant_count === 0 ? [] : client.rooms.participants(id);
    Promise.resolve(found).then(
      (all) => {
        if (current) setPeople(all.filter(({ status }) => status === 'joined'));
      },
      // Their number is told all the same.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, id, participant_count]);
  return people;
}
