import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const Id = Type.String({ minLength: 1, maxLength: 128 });
const Sdp = Type.String({ maxLength: 200_000 });
const exact = { additionalProperties: false } as const;

/** What a worker is asked to do; see `Engine` for what each does. */
export const WorkerCommand = Type.Union([
  Type.Object({ kind: Type.Literal('join'), room: Id, participant: Id, offer: Sdp }, exact),
  Type.Object({ kind: Type.Literal('offer'), participant: Id, offer: Sdp }, exact),
  Type.Object({ kind: Type.Literal('answer'), participant: Id, answer: Sdp }, exact),
  Type.Object({ kind: Type.Literal('consume'), participant: Id, producer: Id }, exact),
  Type.Object({ kind: Type.Literal('drop'), participant: Id, consumer: Id }, exact),
  Type.Object(
    {
      kind: Type.Literal('want'),
      participant: Id,
      consumer: Id,
      layer: Type.Integer({ minimum: -1, maximum: 7 }),
    },
    exact,
  ),
  Type.Object({ kind: Type.Literal('leave'), participant: Id }, exact),
]);
export type WorkerCommand = Static<typeof WorkerCommand>;

export const WorkerRequest = Type.Object({ id: Type.Integer(), command: WorkerCommand }, exact);
export type WorkerRequest = Static<typeof WorkerRequest>;

const Published = Type.Object(
  {
    producerId: Id,
    mid: Type.String(),
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
    consumerId: Type.Optional(Id),
  },
  exact,
);
export type WorkerResult = Static<typeof WorkerResult>;

/** What a worker tells. */
export const WorkerMessage = Type.Union([
  Type.Object({ kind: Type.Literal('ready') }, exact),
  Type.Object({ kind: Type.Literal('result'), id: Type.Integer(), result: WorkerResult }, exact),
  Type.Object(
    { kind: Type.Literal('refusal'), id: Type.Integer(), code: Id, message: Type.String() },
    exact,
  ),
  Type.Object(
    {
      kind: Type.Literal('state'),
      participant: Id,
      state: Type.Union([Type.Literal('connected'), Type.Literal('closed')]),
    },
    exact,
  ),
  Type.Object(
    {
      kind: Type.Literal('load'),
      /** 99th percentile of the event loop's delay since the last report. */
      loopLagMs: Type.Number(),
      participants: Type.Integer(),
      consumers: Type.Integer(),
    },
    exact,
  ),
]);
export type WorkerMessage = Static<typeof WorkerMessage>;

const requests = Compile(WorkerRequest);
const messages = Compile(WorkerMessage);

/** Undefined for what is no request; the worker does nothing for it. */
export function readRequest(value: unknown): WorkerRequest | undefined {
  return requests.Check(value) ? value : undefined;
}

export function readMessage(value: unknown): WorkerMessage | undefined {
  return messages.Check(value) ? value : undefined;
}
