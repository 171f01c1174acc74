import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const Remote = Type.Object({
  iceUfrag: Type.String(),
  icePwd: Type.String(),
  fingerprint: Type.String(),
  setup: Type.String(),
  candidates: Type.Array(Type.String()),
});
const Stream = Type.Object({
  kind: Type.Union([Type.Literal('audio'), Type.Literal('video')]),
  ssrc: Type.Integer(),
  packetBytes: Type.Integer(),
});
const peer = Type.Integer();

const Command = Type.Union([
  /** A new peer; the answerer of `remote`, or the offerer. Answered with its own end. */
  Type.Object({
    kind: Type.Literal('open'),
    peer,
    streams: Type.Array(Stream),
    remote: Type.Optional(Remote),
  }),
  /** The other end is ready: the answer for an offerer, its candidates for both. */
  Type.Object({ kind: Type.Literal('connect'), peer, remote: Remote }),
  /** Answered when the peer's transport is up. */
  Type.Object({ kind: Type.Literal('opened'), peer }),
  /** Answered when the peer has received its first RTP packet. */
  Type.Object({ kind: Type.Literal('heard'), peer }),
  /** Packets a second of each stream from now on; 0 stops. */
  Type.Object({ kind: Type.Literal('pace'), audio: Type.Integer(), video: Type.Integer() }),
  Type.Object({ kind: Type.Literal('counts') }),
  Type.Object({ kind: Type.Literal('close'), peer }),
]);
export type LoadCommand = Static<typeof Command>;

const Request = Type.Object({ id: Type.Integer(), command: Command });
const Counts = Type.Object({ sent: Type.Integer(), received: Type.Integer() });
const Reply = Type.Object({
  id: Type.Integer(),
  local: Type.Optional(Remote),
  counts: Type.Optional(Counts),
  error: Type.Optional(Type.String()),
});
export type LoadReply = Static<typeof Reply>;
export type LoadCounts = Static<typeof Counts>;

const requests = Compile(Request);
const replies = Compile(Reply);

export function readLoadRequest(value: unknown): Static<typeof Request> | undefined {
  return requests.Check(value) ? value : undefined;
}

export function readLoadReply(value: unknown): LoadReply | undefined {
  return replies.Check(value) ? value : undefined;
}
