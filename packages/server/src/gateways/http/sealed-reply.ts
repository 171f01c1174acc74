import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Reply } from './route.ts';

const Kept = Type.Object({
  body: Type.Optional(Type.Unknown()),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
});

/** A reply's body and headers as bytes, for a receipt. Its status stands beside them. */
export function sealReply(reply: Reply): Uint8Array {
  return Buffer.from(JSON.stringify({ body: reply.body, headers: reply.headers }), 'utf8');
}

/** @throws Error when the bytes are not what `sealReply` made. */
export function openReply(status: number, bytes: Uint8Array): Reply {
  const kept: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (!Check(Kept, kept)) throw new Error('a receipt holds something else than a reply');
  const body = kept.body === undefined ? {} : { body: kept.body };
  return { status, ...body, ...(kept.headers === undefined ? {} : { headers: kept.headers }) };
}
