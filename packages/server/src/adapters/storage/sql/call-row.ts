import {
  CALL_MEDIA,
  CALL_STATUSES,
  CALL_TYPES,
  type Call,
  END_REASONS,
  parseLegs,
} from '../../../domain/calls/index.ts';
import type { Row } from './executor.ts';
import { integer, integerOrNull, json, jsonObject, oneOf, text, textOrNull } from './row.ts';

export const CALL_COLUMNS = `c.org, c.id, c.version, c.caller_id, c.created_by, c.call_type, c.media, c.status,
  c.end_reason, c.legs, c.metadata, c.timeout_s, c.room_id, c.created_at_ms, c.answered_at_ms,
  c.ended_at_ms, c.updated_at_ms`;

export function parseCall(row: Row): Call {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    version: integer(row, 'version'),
    callerId: text(row, 'caller_id'),
    createdBy: text(row, 'created_by'),
    callType: oneOf(row, 'call_type', CALL_TYPES),
    media: oneOf(row, 'media', CALL_MEDIA),
    status: oneOf(row, 'status', CALL_STATUSES),
    endReason: row.end_reason === null ? null : oneOf(row, 'end_reason', END_REASONS),
    legs: parseLegs(json(row, 'legs')),
    metadata: jsonObject(row, 'metadata'),
    timeoutS: integer(row, 'timeout_s'),
    roomId: textOrNull(row, 'room_id'),
    createdAtMs: integer(row, 'created_at_ms'),
    answeredAtMs: integerOrNull(row, 'answered_at_ms'),
    endedAtMs: integerOrNull(row, 'ended_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}
