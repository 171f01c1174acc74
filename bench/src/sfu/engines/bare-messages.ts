import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const Remote = Type.Object({
  iceUfrag: Type.String(),
  icePwd: Type.String(),
  fingerprint: Type.String(),
  setup: Type.String(),
  candidates: Type.Array(Type.String()),
});
const Request = Type.Object({
  id: Type.Integer(),
  role: Type.Union([Type.Literal('publisher'), Type.Literal('subscriber')]),
  remote: Remote,
});
const Reply = Type.Object({ id: Type.Integer(), local: Remote });
export type BareRequest = Static<typeof Request>;
export type BareReply = Static<typeof Reply>;

const requests = Compile(Request);
const replies = Compile(Reply);

export function readBareRequest(value: unknown): BareRequest | undefined {
  return requests.Check(value) ? value : undefined;
}

export function readBareReply(value: unknown): BareReply | undefined {
  return replies.Check(value) ? value : undefined;
}
