import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const Id = Type.String({ minLength: 1, maxLength: 128 });
export const Sdp = Type.String({ maxLength: 200_000 });
export const exact = { additionalProperties: false } as const;
const Producers = Type.Array(Id, { maxItems: 1000 });
const Pixels = Type.Integer({ minimum: 1, maximum: 16_384 });

/** What a worker is asked to do; see `Engine` for what each does. */
export const WorkerCommand = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('join'),
      room: Id,
      participant: Id,
      offer: Sdp,
      producers: Type.Optional(Producers),
    },
    exact,
  ),
  Type.Object({ kind: Type.Literal('offer'), participant: Id, offer: Sdp }, exact),
  Type.Object({ kind: Type.Literal('answer'), participant: Id, answer: Sdp }, exact),
  Type.Object(
    {
      kind: Type.Literal('receive'),
      participant: Id,
      producers: Producers,
    },
    exact,
  ),
  Type.Object(
    {
      kind: Type.Literal('want'),
      participant: Id,
      producer: Id,
      maxWidth: Type.Optional(Pixels),
      maxHeight: Type.Optional(Pixels),
      paused: Type.Boolean(),
      pinned: Type.Boolean(),
    },
    exact,
  ),
  Type.Object(
    { kind: Type.Literal('block'), participant: Id, producer: Id, blocked: Type.Boolean() },
    exact,
  ),
  Type.Object({ kind: Type.Literal('leave'), participant: Id }, exact),
  Type.Object({ kind: Type.Literal('close-room'), room: Id }, exact),
]);
export type WorkerCommand = Static<typeof WorkerCommand>;

export const WorkerRequest = Type.Object({ id: Type.Integer(), command: WorkerCommand }, exact);
export type WorkerRequest = Static<typeof WorkerRequest>;

const requests = Compile(WorkerRequest);

/** Undefined for what is no request; the worker does nothing for it. */
export function readRequest(value: unknown): WorkerRequest | undefined {
  return requests.Check(value) ? value : undefined;
}
