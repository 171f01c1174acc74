import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const Id = Type.String({ minLength: 1, maxLength: 128 });
export const Sdp = Type.String({ maxLength: 200_000 });
export const exact = { additionalProperties: false } as const;
const Producers = Type.Array(Id, { maxItems: 1000 });
const Pixels = Type.Integer({ minimum: 1, maximum: 16_384 });

const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 });
/** 30 octets in Base64. */
const MasterKey = Type.String({ pattern: '^[A-Za-z0-9+/]{40}$' });

/** See `TransportCredentials`. */
const Credentials = Type.Object(
  {
    iceUfrag: Type.String({ maxLength: 256 }),
    icePwd: Type.String({ maxLength: 256 }),
    fingerprint: Type.String({ maxLength: 256 }),
    setup: Type.Enum(['active', 'passive', 'actpass']),
  },
  exact,
);
/** See `LocalTransportParameters`. */
export const LocalTransport = Type.Object(
  { ...Credentials.properties, candidates: Type.Array(Type.String()) },
  exact,
);

/** See `LegSettings`. */
const Leg = Type.Object(
  {
    remote: Type.Object({ address: Type.String({ maxLength: 45 }), port: Port }, exact),
    rtcp: Type.Optional(Type.Union([Port, Type.Literal('mux')])),
    codec: Type.Object(
      {
        name: Type.Enum(['pcmu', 'pcma', 'g722', 'opus']),
        payloadType: PayloadType,
      },
      exact,
    ),
    telephoneEvent: Type.Optional(
      Type.Object(
        { payloadType: PayloadType, clockRate: Type.Integer({ minimum: 8000, maximum: 48_000 }) },
        exact,
      ),
    ),
    latch: Type.Union([Type.Literal('none'), Type.Literal('port'), Type.Literal('any')]),
    sends: Type.Boolean(),
    receives: Type.Boolean(),
    srtp: Type.Optional(Type.Object({ local: MasterKey, remote: MasterKey }, exact)),
    dtls: Type.Optional(Credentials),
  },
  exact,
);
export type PlainSettings = Static<typeof Leg>;

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
  Type.Object(
    {
      kind: Type.Literal('plain-open'),
      room: Id,
      participant: Id,
      /** By ICE and DTLS. */
      secured: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  Type.Object({ kind: Type.Literal('plain-connect'), participant: Id, settings: Leg }, exact),
  Type.Object(
    {
      kind: Type.Literal('plain-press'),
      participant: Id,
      digits: Type.String({ pattern: '^[0-9*#A-Da-d]{1,64}$' }),
      durationMs: Type.Integer({ minimum: 40, maximum: 5000 }),
    },
    exact,
  ),
  Type.Object(
    {
      kind: Type.Literal('plain-play'),
      participant: Id,
      /** A WAVE file of one channel, 16 bits, 8,000 or 16,000 Hz, or bare G.722 (`.g722`); absent to stop. */
      file: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
      loop: Type.Boolean(),
    },
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
