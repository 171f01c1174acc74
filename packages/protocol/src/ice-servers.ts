import { type Static, Type } from 'typebox';
import { NullableTimestamp } from './primitives.ts';

/** An RTCIceServer; credentials only where they are needed (TURN). */
export const IceServer = Type.Object(
  {
    urls: Type.Array(Type.String(), { minItems: 1 }),
    username: Type.Optional(Type.String()),
    credential: Type.Optional(Type.String()),
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
