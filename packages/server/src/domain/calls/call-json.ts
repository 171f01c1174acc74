import {
  type Json,
  type JsonObject,
  storedNumber as number,
  storedObject as object,
  storedOneOf as oneOf,
  storedOrNull,
  storedText as text,
} from '../../kernel/index.ts';
import {
  CALL_MEDIA,
  CALL_STATUSES,
  CALL_TYPES,
  type Call,
  END_REASONS,
  LEG_STATUSES,
  type Leg,
} from './call.ts';

/** A call without its metadata, which are the caller's own data and may be personal. */
export type CallFacts = Omit<Call, 'metadata'>;

/** The call as events carry it: without what is personal of it. */
export function callFactsToJson(call: CallFacts): JsonObject {
  return {
    id: call.id,
    org: call.org,
    version: call.version,
    callerId: call.callerId,
    createdBy: call.createdBy,
    callType: call.callType,
    media: call.media,
    status: call.status,
    endReason: call.endReason,
    legs: call.legs.map(legToJson),
    timeoutS: call.timeoutS,
    roomId: call.roomId,
    createdAtMs: call.createdAtMs,
    answeredAtMs: call.answeredAtMs,
    endedAtMs: call.endedAtMs,
    updatedAtMs: call.updatedAtMs,
  };
}

function legToJson(leg: Leg): JsonObject {
  return {
    id: leg.id,
    userId: leg.userId,
    role: leg.role,
    kind: leg.kind,
    status: leg.status,
    ringingSinceMs: leg.ringingSinceMs,
    answeredAtMs: leg.answeredAtMs,
    ...(leg.device === undefined ? {} : { device: leg.device }),
    ...(leg.transferredBy === undefined ? {} : { transferredBy: leg.transferredBy }),
  };
}

/** Addresses outside by leg id; undefined where there are none. */
export function addressesOf(call: CallFacts): JsonObject | undefined {
  const known = call.legs.flatMap(({ id, address }) =>
    address === undefined ? [] : [[id, address]],
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** The call with the addresses that its events keep apart, where they have not been erased. */
export function withAddresses(call: CallFacts, addresses: Json | undefined): CallFacts {
  if (addresses === undefined) return call;
  const known = object(addresses);
  const legs = call.legs.map((leg) =>
    known[leg.id] === undefined ? leg : { ...leg, address: text(known, leg.id) },
  );
  return { ...call, legs };
}

/** @throws Error when the JSON is not what `callFactsToJson` makes: the database is not ours. */
export function parseCallFacts(json: Json | undefined): CallFacts {
  const o = object(json);
  return {
    id: text(o, 'id'),
    org: text(o, 'org'),
    version: number(o, 'version'),
    callerId: text(o, 'callerId'),
    createdBy: text(o, 'createdBy'),
    callType: oneOf(CALL_TYPES, o, 'callType'),
    // Events of before there was a router.
    media: o.media === undefined ? 'direct' : oneOf(CALL_MEDIA, o, 'media'),
    status: oneOf(CALL_STATUSES, o, 'status'),
    endReason: o.endReason === null ? null : oneOf(END_REASONS, o, 'endReason'),
    legs: parseLegs(o.legs),
    timeoutS: number(o, 'timeoutS'),
    roomId: o.roomId === null ? null : text(o, 'roomId'),
    createdAtMs: number(o, 'createdAtMs'),
    answeredAtMs: storedOrNull(number, o, 'answeredAtMs'),
    endedAtMs: storedOrNull(number, o, 'endedAtMs'),
    updatedAtMs: number(o, 'updatedAtMs'),
  };
}

/** @throws Error as `parseCallFacts`. */
export function parseLegs(json: Json | undefined): readonly Leg[] {
  if (!Array.isArray(json)) throw new Error('a stored call lacks legs');
  return json.map(parseLeg);
}

function parseLeg(json: Json): Leg {
  const o = object(json);
  return {
    id: text(o, 'id'),
    userId: text(o, 'userId'),
    role: oneOf(ROLES, o, 'role'),
    kind: oneOf(KINDS, o, 'kind'),
    status: oneOf(LEG_STATUSES, o, 'status'),
    ringingSinceMs: number(o, 'ringingSinceMs'),
    answeredAtMs: storedOrNull(number, o, 'answeredAtMs'),
    ...(o.device === undefined ? {} : { device: text(o, 'device') }),
    ...(o.address === undefined ? {} : { address: text(o, 'address') }),
    ...(o.transferredBy === undefined ? {} : { transferredBy: text(o, 'transferredBy') }),
  };
}

const ROLES: readonly Leg['role'][] = ['caller', 'callee'];
const KINDS: readonly Leg['kind'][] = ['webrtc', 'sip'];
