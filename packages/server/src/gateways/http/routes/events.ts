import { DomainEvent, pageOf } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import { AppError, type EventLog, holds, type RecordedEvent } from '../../../kernel/index.ts';
import { eventToWire } from '../../wire/event-wire.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const Query = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        default: 0,
        description: 'Events of a higher `position`; keep the last one seen and poll with it.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 512,
        description: 'As `next_cursor` gave it, in place of `after`.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Everything that happened in the organisation, in the order of commit. */
export function eventRoutes(eventLog: Pick<EventLog, 'readAll'>): readonly Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/api/v1/events',
    operationId: 'listEvents',
    tag: 'Events',
    summary: 'Everything that happened in the organisation, in the order of commit',
    description:
      'One global order: who polls with the last position misses nothing. Personal values (names, metadata, ' +
      'message bodies) are included only for `voip:admin`.',
    auth: 'required',
    grant: 'events:read',
    query: Query,
    responses: { 200: pageOf(DomainEvent) },
    handler: async ({ query }, { scope }) => {
      const limit = query.limit ?? 200;
      const after = query.cursor === undefined ? (query.after ?? 0) : positionOf(query.cursor);
      const events = await eventLog.readAll({ org: scope.org, after, limit });
      const last = events.at(-1);
      const isFull = events.length === limit && last !== undefined;
      const wire = holds(scope.principal, 'voip:admin') ? withPersonal : withoutPersonal;
      const next_cursor = isFull ? encodeCursor(String(last.position)) : null;
      return { status: 200, body: { data: events.map(wire), next_cursor } };
    },
  });
  return [list];
}

function positionOf(cursor: string): number {
  const text = decodeCursor(cursor);
  if (!/^\d{1,15}$/.test(text)) throw new AppError('invalid_cursor');
  return Number(text);
}

function withoutPersonal(event: RecordedEvent): DomainEvent {
  return eventToWire({ ...event, personal: {} });
}

/** The wire form of calls, signals and rooms places their personal values; those of other events stand beside. */
function withPersonal(event: RecordedEvent): DomainEvent {
  const wire = eventToWire(event);
  const placed = /^(?:call|room):/.test(event.stream);
  return placed ? wire : { ...wire, data: { ...wire.data, ...event.personal } };
}
