import type { NewEvent, RecordedEvent } from '../../kernel/index.ts';
import type { Participant } from './room.ts';
import { MESSAGE_EVENT, streamOf } from './room-event.ts';

/** What somebody has said in a room's chat. */
export interface RoomMessage {
  /** `msg_…` */
  readonly id: string;
  readonly roomId: string;
  /** The number of its event in the room's stream: numbers rise, and are not contiguous. */
  readonly seq: number;
  readonly participantId: string;
  readonly userId: string | null;
  /** As the sender was called then; empty once it is erased. */
  readonly displayName: string;
  /** Empty once it is erased. */
  readonly text: string;
  readonly createdAtMs: number;
}

export function messageEvent(id: string, sender: Participant, text: string): NewEvent {
  const { roomId, userId, displayName } = sender;
  const subject = userId === null ? {} : { subject: userId };
  return {
    stream: streamOf(roomId),
    type: MESSAGE_EVENT,
    data: { message_id: id, participant_id: sender.id, user_id: userId },
    personal: {
      text: { ...subject, value: text },
      display_name: { ...subject, value: displayName },
    },
  };
}

/** Undefined for other events. */
export function messageOf(event: RecordedEvent): RoomMessage | undefined {
  if (event.type !== MESSAGE_EVENT) return undefined;
  const { message_id, participant_id, user_id } = event.data;
  const { text, display_name } = event.personal;
  return {
    id: String(message_id),
    roomId: event.stream.slice(streamOf('').length),
    seq: event.seq,
    participantId: String(participant_id),
    userId: typeof user_id === 'string' ? user_id : null,
    displayName: typeof display_name === 'string' ? display_name : '',
    text: typeof text === 'string' ? text : '',
    createdAtMs: event.atMs,
  };
}
