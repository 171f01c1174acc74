import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { exact, Id, LocalTransport, Sdp } from './commands.ts';

const Mid = Type.String();

const Published = Type.Object(
  {
    producerId: Id,
    mid: Mid,
    kind: Type.Union([Type.Literal('audio'), Type.Literal('video')]),
  },
  exact,
);

/** What a command comes to; fields that it has no use for are absent. */
export const WorkerResult = Type.Object(
  {
    answer: Type.Optional(Sdp),
    offer: Type.Optional(Sdp),
    published: Type.Optional(Type.Array(Published)),
    received: Type.Optional(Type.Array(Type.Object({ mid: Mid, producerId: Id }, exact))),
    refused: Type.Optional(Type.Array(Id)),
    port: Type.Optional(Type.Integer()),
    transport: Type.Optional(LocalTransport),
  },
  exact,
);
export type WorkerResult = Static<typeof WorkerResult>;

/** See `CloseReason`. */
const State = Type.Object(
  {
    kind: Type.Literal('state'),
    participant: Id,
    state: Type.Union([Type.Literal('connected'), Type.Literal('closed')]),
    reason: Type.Optional(
      Type.Union([Type.Literal('left'), Type.Literal('lost'), Type.Literal('room_closed')]),
    ),
  },
  exact,
);

/** See `Speaker`. */
const Speakers = Type.Object(
  {
    kind: Type.Literal('speakers'),
    room: Id,
    speakers: Type.Array(
      Type.Object({ participant: Id, producer: Id, levelDbov: Type.Number() }, exact),
    ),
  },
  exact,
);

/** See `QualityReport`. */
const Quality = Type.Object(
  {
    kind: Type.Literal('quality'),
    room: Id,
    reports: Type.Array(
      Type.Object(
        {
          participant: Id,
          direction: Type.Union([Type.Literal('up'), Type.Literal('down')]),
          lossFraction: Type.Number(),
          jitterMs: Type.Number(),
          roundTripMs: Type.Optional(Type.Number()),
          bitrateBps: Type.Number(),
          availableBps: Type.Optional(Type.Number()),
          pictureLosses: Type.Integer(),
          mos: Type.Optional(Type.Number()),
        },
        exact,
      ),
    ),
  },
  exact,
);

/** See `UplinkDemand`. */
const Demand = Type.Object(
  {
    kind: Type.Literal('demand'),
    participant: Id,
    uplinks: Type.Array(Type.Object({ mid: Mid, layers: Type.Array(Type.Boolean()) }, exact)),
  },
  exact,
);

const Dtmf = Type.Object(
  { kind: Type.Literal('dtmf'), participant: Id, digit: Type.String(), durationMs: Type.Number() },
  exact,
);

const Load = Type.Object(
  {
    kind: Type.Literal('load'),
    /** The second largest delay of the event loop since the last report. */
    loopLagMs: Type.Number(),
    participants: Type.Integer(),
    consumers: Type.Integer(),
  },
  exact,
);

/** What a worker tells. */
export const WorkerMessage = Type.Union([
  Type.Object({ kind: Type.Literal('ready') }, exact),
  Type.Object({ kind: Type.Literal('result'), id: Type.Integer(), result: WorkerResult }, exact),
  Type.Object(
    { kind: Type.Literal('refusal'), id: Type.Integer(), code: Id, message: Type.String() },
    exact,
  ),
  State,
  Speakers,
  Quality,
  Demand,
  Dtmf,
  Type.Object({ kind: Type.Literal('played'), participant: Id }, exact),
  Load,
]);
export type WorkerMessage = Static<typeof WorkerMessage>;

const messages = Compile(WorkerMessage);

export function readMessage(value: unknown): WorkerMessage | undefined {
  return messages.Check(value) ? value : undefined;
}
