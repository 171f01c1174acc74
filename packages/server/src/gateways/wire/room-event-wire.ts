import { messageOf, parseParticipantFacts, parseRoomFacts } from '../../domain/rooms/index.ts';
import type { RecordedEvent } from '../../kernel/index.ts';
import { participantFactsToWire, roomFactsToWire, roomMessageToWire } from './room-wire.ts';

/** What an event of a room's stream says, with the names and words that have not been erased. */
export function roomDataToWire(event: RecordedEvent): Record<string, unknown> {
  const message = messageOf(event);
  if (message !== undefined) return { message: roomMessageToWire(message) };
  const { data, personal } = event;
  const { room, participant, ...rest } = data;
  // What is dialled is nobody's business but the gateway's.
  const { display_name, address: _, ...ofRoom } = personal;
  const named = display_name === undefined ? {} : { display_name };
  return {
    ...rest,
    ...(room === undefined
      ? {}
      : { room: { ...roomFactsToWire(parseRoomFacts(room)), ...ofRoom } }),
    ...(participant === undefined
      ? {}
      : {
          participant: { ...participantFactsToWire(parseParticipantFacts(participant)), ...named },
        }),
  };
}
