import type {
  DialIn,
  RoomMessage as WireMessage,
  RoomParticipant as WireParticipant,
  Room as WireRoom,
} from '@sky-genesis/protocol';
import {
  closesAtMs,
  type Participant,
  type ParticipantFacts,
  type Room,
  type RoomFacts,
  type RoomMessage,
} from '../../domain/rooms/index.ts';
import { nullableTimestamp, timestamp } from './time-wire.ts';

/** @param dialIn null for who is not to see it */
export function roomToWire(room: Room, dialIn: DialIn | null): WireRoom {
  const { passwordHash, dialInPin } = room;
  const facts = roomFactsToWire({
    ...room,
    hasPassword: passwordHash !== null,
    hasDialIn: dialInPin !== null,
  });
  return { ...facts, name: room.name, metadata: { ...room.metadata }, dial_in: dialIn };
}

/** A room as events carry it. */
export function roomFactsToWire(room: RoomFacts): Omit<WireRoom, 'name' | 'metadata' | 'dial_in'> {
  const { settings } = room;
  return {
    id: room.id,
    status: room.status,
    end_reason: room.endReason,
    created_by: room.createdBy,
    max_participants: room.maxParticipants,
    settings: {
      allow_recording: settings.allowRecording,
      moderator_controls: settings.moderatorControls,
      waiting_room: settings.waitingRoom,
      allow_screen_share: settings.allowScreenShare,
      participants_may_unmute: settings.participantsMayUnmute,
      time_limit_minutes: settings.timeLimitMinutes,
      dial_in: room.hasDialIn,
      has_password: room.hasPassword,
    },
    locked: room.locked,
    participant_count: room.participantCount,
    waiting_count: room.waitingCount,
    start_time: nullableTimestamp(room.startedAtMs),
    closes_at: nullableTimestamp(closesAtMs(room)),
    end_time: nullableTimestamp(room.endedAtMs),
    created_at: timestamp(room.createdAtMs),
    updated_at: timestamp(room.updatedAtMs),
  };
}

export function participantToWire(participant: Participant): WireParticipant {
  return { ...participantFactsToWire(participant), display_name: participant.displayName };
}

/** A participant as events carry them. */
export function participantFactsToWire(
  participant: ParticipantFacts,
): Omit<WireParticipant, 'display_name'> {
  const { muted } = participant;
  return {
    id: participant.id,
    room_id: participant.roomId,
    user_id: participant.userId,
    kind: participant.kind,
    role: participant.role,
    status: participant.status,
    muted: { audio: muted.audio, video: muted.video, screen: muted.screen },
    hand_raised_at: nullableTimestamp(participant.handRaisedAtMs),
    joined_at: nullableTimestamp(participant.joinedAtMs),
    left_at: nullableTimestamp(participant.leftAtMs),
    created_at: timestamp(participant.createdAtMs),
    updated_at: timestamp(participant.updatedAtMs),
  };
}

export function roomMessageToWire(message: RoomMessage): WireMessage {
  return {
    id: message.id,
    room_id: message.roomId,
    seq: message.seq,
    participant_id: message.participantId,
    user_id: message.userId,
    display_name: message.displayName,
    message: message.text,
    created_at: timestamp(message.createdAtMs),
  };
}
