import type { Room, RoomParticipant } from '@sky-genesis/protocol';
import { useEffect, useState } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';

/** Who has a seat, asked for whenever their number has changed, by those who may know. */
export function useParticipants(room: Room): readonly RoomParticipant[] {
  const { client, me } = useWorkplace();
  const { id, participant_count } = room;
  const mayAsk = room.created_by === me.id || me.role === 'admin';
  const [people, setPeople] = useState<readonly RoomParticipant[]>([]);
  useEffect(() => {
    let current = true;
    const found = mayAsk && participant_count > 0 ? client.rooms.participants(id) : [];
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
  }, [client, id, participant_count, mayAsk]);
  return people;
}
