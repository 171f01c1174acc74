import { type Static, Type } from 'typebox';
import { NullableTimestamp } from './primitives.ts';

/**
 * An RTCIceServer; credentials only where they are needed (TURN). Those are draft-uberti-behave-turn-rest-00's
 * `username` and `password`, and its `uris` are `urls`.
 */
export const IceServer = Type.Object(
  {
    urls: Type.Array(Type.String({ description: 'RFC 7064 or RFC 7065' }), { minItems: 1 }),
    username: Type.Optional(
      Type.String({ description: 'seconds since 1970 when it expires, a colon, and the user' }),
    ),
    credential: Type.Optional(
      Type.String({
        description: 'base64 of the HMAC-SHA1 of the user name under the TURN secret',
      }),
    ),
  },
  { $id: 'IceServer', additionalProperties: false },
);
export type IceServer = Static<typeof IceServer>;

/** `GET /api/v1/voip/ice-servers`. Ask again before `expires_at`; null: they do not expire. */
export const IceServers = Type.Object(
  {
    ice_servers: Type.Array(IceServer),
    expires_at: NullableTimestamp,
    ttl_s: Type.Optional(
      Type.Integer({
        description: 'seconds that the credentials are good for, where there are any',
      }),
    ),
  },
  { $id: 'IceServers', additionalProperties: false },
);
export type IceServers = Static<typeof IceServers>;
