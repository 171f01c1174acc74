import type { Call, CallStatus, Leg, LegStatus } from '../../../domain/calls/call.ts';
import type { Row } from './executor.ts';
import {
  CorruptRow,
  integer,
  integerOrNull,
  json,
  jsonObject,
  oneOf,
  text,
  textOrNull,
} from './row.ts';

export const CALL_COLUMNS = `c.org, c.id, c.version, c.caller_id, c.created_by, c.call_type, c.status,
  c.end_reason, c.legs, c.metadata, c.timeout_s, c.room_id, c.created_at_ms, c.answered_at_ms,
  c.ended_at_ms, c.updated_at_ms`;

const CALL_TYPES = ['audio', 'video', 'screen'] as const;
const CALL_STATUSES = ['initiating', 'ringing', 'connected', 'on_hold', 'ended'] as const;
const END_REASONS = [
  'completed',
  'declined',
  'busy',
  'no_answer',
  'cancelled',
  'failed',
  'timeout',
  'unreachable',
] as const;
const LEG_STATUSES = [
  'ringing',
  'connected',
  'on_hold',
  'declined',
  'busy',
  'no_answer',
  'cancelled',
  'left',
  'ended',
] as const;
const LEG_ROLES = ['caller', 'callee'] as const;
const LEG_KINDS = ['webrtc', 'sip'] as const;

export function parseCall(row: Row): Call {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    version: integer(row, 'version'),
    callerId: text(row, 'caller_id'),
    createdBy: text(row, 'created_by'),
    callType: oneOf(row, 'call_type', CALL_TYPES),
    status: oneOf<CallStatus>(row, 'status', CALL_STATUSES),
    endReason: row.end_reason === null ? null : oneOf(row, 'end_reason', END_REASONS),
    legs: parseLegs(row),
    metadata: jsonObject(row, 'metadata'),
    timeoutS: integer(row, 'timeout_s'),
    roomId: textOrNull(row, 'room_id'),
    createdAtMs: integer(row, 'created_at_ms'),
    answeredAtMs: integerOrNull(row, 'answered_at_ms'),
    endedAtMs: integerOrNull(row, 'ended_at_ms'),
    updatedAtMs: integer(row, 'updated_at_ms'),
  };
}

function parseLegs(row: Row): readonly Leg[] {
  const legs = json(row, 'legs');
  if (!Array.isArray(legs)) throw new CorruptRow('legs', legs);
  return legs.map(parseLeg);
}

/** Legs are stored with the names of the domain type. */
function parseLeg(leg: Row): Leg {
  return {
    id: text(leg, 'id'),
    userId: text(leg, 'userId'),
    role: oneOf(leg, 'role', LEG_ROLES),
    kind: oneOf(leg, 'kind', LEG_KINDS),
    status: oneOf<LegStatus>(leg, 'status', LEG_STATUSES),
    ringingSinceMs: integer(leg, 'ringingSinceMs'),
    answeredAtMs: integerOrNull(leg, 'answeredAtMs'),
    ...(leg.device === undefined ? {} : { device: text(leg, 'device') }),
  };
}
