import {
  type Participant,
  parseParticipantFacts,
  parseSettings,
  participantFactsToJson,
  ROOM_END_REASONS,
  ROOM_STATUSES,
  type Room,
  settingsToJson,
} from '../../../domain/rooms/index.ts';
import type { Row, SqlValue } from './executor.ts';
import { integer, integerOrNull, json, jsonObject, oneOf, text, textOrNull } from './row.ts';

export const ROOM_COLUMNS = `r.org, r.id, r.version, r.name, r.status, r.end_reason, r.created_by,
  r.max_participants, r.settings, r.password_hash, r.locked, r.metadata, r.participant_count,
  r.waiting_count, r.started_at_ms, r.empty_since_ms, r.ended_at_ms, r.created_at_ms, r.updated_at_ms,
  r.dial_in_pin`;

export const PARTICIPANT_COLUMNS = 'p.id as participant_id, p.display_name, p.facts';

export function parseRoom(row: Row): Room {
  return {
    org: text(row, 'org'),
    id: text(row, 'id'),
    version: integer(row, 'version'),
    name: text(row, 'name'),
    status: oneOf(row, 'status', ROOM_STATUSES),
    endReason: row.end_reason === null ? null : oneOf(row, 'end_reason', ROOM_END_REASONS),
    createdBy: text(row, 'created_by'),
    maxParticipants: integer(row, 'max_participants'),
    settings: parseSettings(json(row, 'settings')),
    passwordHash: textOrNull(row, 'password_hash'),
    dialInPin: textOrNull(row, 'dial_in_pin'),
    locked: integer(row, 'locked') === 1,
    metadata: jsonObject(row, 'metadata'),
    participantCount: integer(row, 'participant_count'),
    waitingCount: integer(row, 'waiting_count'),
    startedAtMs: integerOrNull(row, 'started_at_ms'),
    emptySinceMs: integerOrNull(row, 'empty_since_ms'),
    endedAtMs: integerOrNull(row, 'ended_at_ms'),
    createdAtMs: integer(row, 'created_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}

export function parseParticipant(row: Row): Participant {
  const displayName = text(row, 'display_name');
  return { ...parseParticipantFacts(json(row, 'facts')), displayName };
}

/** What may change of a room, in the order of `ROOM_CHANGES`. */
export function roomChanges(room: Room): readonly SqlValue[] {
  return [
    ...[room.name, room.status, room.endReason, room.maxParticipants],
    ...[JSON.stringify(settingsToJson(room.settings)), room.passwordHash, room.locked ? 1 : 0],
    ...[JSON.stringify(room.metadata), room.participantCount, room.waitingCount],
    ...[room.startedAtMs, room.emptySinceMs, room.endedAtMs, room.updatedAtMs],
    room.dialInPin,
  ];
}

export const ROOM_CHANGES = [
  ...['name', 'status', 'end_reason', 'max_participants', 'settings', 'password_hash', 'locked'],
  ...['metadata', 'participant_count', 'waiting_count', 'started_at_ms', 'empty_since_ms'],
  ...['ended_at_ms', 'updated_at_ms', 'dial_in_pin'],
] as const;

export function participantFacts(participant: Participant): string {
  return JSON.stringify(participantFactsToJson(participant));
}
