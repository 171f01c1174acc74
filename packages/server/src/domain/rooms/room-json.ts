import {
  type Json,
  type JsonObject,
  storedFlag,
  storedNumber,
  storedObject,
  storedOneOf,
  storedOrNull,
  storedText,
} from '../../kernel/index.ts';
import {
  type ModeratedMedia,
  PARTICIPANT_KINDS,
  PARTICIPANT_STATUSES,
  type Participant,
  type Ringing,
  ROOM_END_REASONS,
  ROOM_ROLES,
  ROOM_STATUSES,
  type Room,
  type RoomSettings,
} from './room.ts';

/** A room as events carry it: without what is personal (its name, its data) and what is secret. */
export type RoomFacts = Omit<Room, 'name' | 'metadata' | 'passwordHash' | 'dialInPin'> & {
  readonly hasPassword: boolean;
  readonly hasDialIn: boolean;
};

/** A participant as events carry them: without their name. */
export type ParticipantFacts = Omit<Participant, 'displayName'>;

export function roomFactsToJson(room: Room): JsonObject {
  return {
    id: room.id,
    org: room.org,
    version: room.version,
    status: room.status,
    endReason: room.endReason,
    createdBy: room.createdBy,
    maxParticipants: room.maxParticipants,
    settings: settingsToJson(room.settings),
    hasPassword: room.passwordHash !== null,
    hasDialIn: room.dialInPin !== null,
    locked: room.locked,
    participantCount: room.participantCount,
    waitingCount: room.waitingCount,
    startedAtMs: room.startedAtMs,
    emptySinceMs: room.emptySinceMs,
    endedAtMs: room.endedAtMs,
    createdAtMs: room.createdAtMs,
    updatedAtMs: room.updatedAtMs,
  };
}

/** @throws Error when the JSON is not what `roomFactsToJson` makes. */
export function parseRoomFacts(json: Json | undefined): RoomFacts {
  const o = storedObject(json);
  return {
    id: storedText(o, 'id'),
    org: storedText(o, 'org'),
    version: storedNumber(o, 'version'),
    status: storedOneOf(ROOM_STATUSES, o, 'status'),
    endReason: o.endReason === null ? null : storedOneOf(ROOM_END_REASONS, o, 'endReason'),
    createdBy: storedText(o, 'createdBy'),
    maxParticipants: storedNumber(o, 'maxParticipants'),
    settings: parseSettings(o.settings),
    hasPassword: storedFlag(o, 'hasPassword'),
    // Events of before there were PINs do not say it.
    hasDialIn: o.hasDialIn !== undefined && storedFlag(o, 'hasDialIn'),
    locked: storedFlag(o, 'locked'),
    participantCount: storedNumber(o, 'participantCount'),
    waitingCount: storedNumber(o, 'waitingCount'),
    startedAtMs: storedOrNull(storedNumber, o, 'startedAtMs'),
    emptySinceMs: storedOrNull(storedNumber, o, 'emptySinceMs'),
    endedAtMs: storedOrNull(storedNumber, o, 'endedAtMs'),
    createdAtMs: storedNumber(o, 'createdAtMs'),
    updatedAtMs: storedNumber(o, 'updatedAtMs'),
  };
}

export function settingsToJson(settings: RoomSettings): JsonObject {
  return { ...settings };
}

/** @throws Error when the JSON is not what `settingsToJson` makes. */
export function parseSettings(json: Json | undefined): RoomSettings {
  const o = storedObject(json);
  return {
    allowRecording: storedFlag(o, 'allowRecording'),
    moderatorControls: storedFlag(o, 'moderatorControls'),
    waitingRoom: storedFlag(o, 'waitingRoom'),
    allowScreenShare: storedFlag(o, 'allowScreenShare'),
    participantsMayUnmute: storedFlag(o, 'participantsMayUnmute'),
    timeLimitMinutes: storedOrNull(storedNumber, o, 'timeLimitMinutes'),
  };
}

export function participantFactsToJson(participant: Participant): JsonObject {
  const { displayName: _, muted, ringing, ...facts } = participant;
  return { ...facts, muted: { ...muted }, ringing: ringing === null ? null : { ...ringing } };
}

/** @throws Error when the JSON is not what `participantFactsToJson` makes. */
export function parseParticipantFacts(json: Json | undefined): ParticipantFacts {
  const o = storedObject(json);
  return {
    id: storedText(o, 'id'),
    roomId: storedText(o, 'roomId'),
    org: storedText(o, 'org'),
    userId: storedOrNull(storedText, o, 'userId'),
    kind: storedOneOf(PARTICIPANT_KINDS, o, 'kind'),
    role: storedOneOf(ROOM_ROLES, o, 'role'),
    status: storedOneOf(PARTICIPANT_STATUSES, o, 'status'),
    muted: parseMuted(o.muted),
    seating: storedNumber(o, 'seating'),
    mustWait: storedFlag(o, 'mustWait'),
    invitedAtMs: storedOrNull(storedNumber, o, 'invitedAtMs'),
    ringing: parseRinging(o.ringing),
    handRaisedAtMs: storedOrNull(storedNumber, o, 'handRaisedAtMs'),
    joinedAtMs: storedOrNull(storedNumber, o, 'joinedAtMs'),
    leftAtMs: storedOrNull(storedNumber, o, 'leftAtMs'),
    createdAtMs: storedNumber(o, 'createdAtMs'),
    updatedAtMs: storedNumber(o, 'updatedAtMs'),
  };
}

function parseMuted(json: Json | undefined): ModeratedMedia {
  const o = storedObject(json);
  return {
    audio: storedFlag(o, 'audio'),
    video: storedFlag(o, 'video'),
    screen: storedFlag(o, 'screen'),
  };
}

/** What was stored before rooms rang phones does not say it. */
function parseRinging(json: Json | undefined): Ringing | null {
  if (json === undefined || json === null) return null;
  const o = storedObject(json);
  return { by: storedText(o, 'by'), untilMs: storedNumber(o, 'untilMs') };
}
