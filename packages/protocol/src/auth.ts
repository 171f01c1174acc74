import { type Static, Type } from 'typebox';
import { NullableTimestamp, Timestamp, UserId } from './primitives.ts';
import { DisplayName, Email, Password, User } from './users.ts';

export const GrantName = Type.Enum([
  'calls:read',
  'calls:write',
  'calls:on_behalf',
  'calls:external',
  'rooms:read',
  'rooms:write',
  'rooms:join',
  'presence:read',
  'presence:write',
  'presence:write:any',
  'chat:read',
  'chat:write',
  'users:read',
  'users:write',
  'keys:write',
  'tokens:issue',
  'notify:write',
  'sip:inbound',
  'events:read',
  'metrics:read',
  'voip:admin',
]);
export type GrantName = Static<typeof GrantName>;

const Grants = Type.Array(GrantName, { minItems: 1, maxItems: 32, uniqueItems: true });

/**
 * Asks for a bearer token: for oneself (a console session, no `user_id`), or for any user of the
 * organisation with `tokens:issue`. `ttl_s` in seconds, an hour by default, a day at most.
 */
export const CreateToken = Type.Object(
  {
    user_id: Type.Optional(UserId),
    scope: Type.Optional(Grants),
    ttl_s: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400, default: 3600 })),
  },
  { $id: 'CreateToken', additionalProperties: false },
);
export type CreateToken = Static<typeof CreateToken>;

export const Token = Type.Object(
  {
    access_token: Type.String(),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({ description: 'seconds' }),
    expires_at: Timestamp,
    user_id: UserId,
    scope: Type.Array(GrantName),
  },
  { $id: 'Token', additionalProperties: false },
);
export type Token = Static<typeof Token>;

export const CreateApiKey = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 64 }), scope: Grants },
  { $id: 'CreateApiKey', additionalProperties: false },
);
export type CreateApiKey = Static<typeof CreateApiKey>;

export const ApiKey = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    scope: Type.Array(GrantName),
    created_at: Timestamp,
    revoked_at: NullableTimestamp,
    key: Type.Optional(Type.String({ description: 'only in the answer that creates it' })),
  },
  { $id: 'ApiKey', additionalProperties: false },
);
export type ApiKey = Static<typeof ApiKey>;

/** The signed-in user of a console session (`GET /api/v1/auth/session`). */
export const Session = Type.Object(
  { user: User, scope: Type.Array(GrantName), expires_at: Timestamp },
  { $id: 'Session', additionalProperties: false },
);
export type Session = Static<typeof Session>;

/** `POST /api/v1/auth/session`: sign in by password. Sets the session cookie. */
export const PasswordSignIn = Type.Object(
  { user_id: UserId, password: Type.String({ minLength: 1, maxLength: 256 }) },
  { $id: 'PasswordSignIn', additionalProperties: false },
);
export type PasswordSignIn = Static<typeof PasswordSignIn>;

/** WebAuthn JSON of the browser (`PublicKeyCredential.toJSON()`), checked by the server's library. */
export const PasskeyResponse = Type.Object(
  { challenge_id: Type.String(), response: Type.Record(Type.String(), Type.Unknown()) },
  { $id: 'PasskeyResponse', additionalProperties: false },
);
export type PasskeyResponse = Static<typeof PasskeyResponse>;

const InvitationToken = Type.String({ minLength: 1, maxLength: 256 });

/** What stands behind `#` in a one-time link. */
export const PresentedInvitation = Type.Object(
  { token: InvitationToken },
  { $id: 'PresentedInvitation', additionalProperties: false },
);
export type PresentedInvitation = Static<typeof PresentedInvitation>;

/** Whom a one-time link is for. */
export const Invitee = Type.Object(
  {
    user_id: UserId,
    display_name: Type.String(),
    alone: Type.Boolean({ description: 'Nobody else belongs to the organisation yet.' }),
  },
  { $id: 'Invitee', additionalProperties: false },
);
export type Invitee = Static<typeof Invitee>;

/** `POST /api/v1/auth/invitations/accept`: uses a one-time link; may set name, password and passkey; signs in. */
export const AcceptInvitation = Type.Object(
  {
    token: InvitationToken,
    display_name: Type.Optional(DisplayName),
    email: Type.Optional(Email),
    password: Type.Optional(Password),
    passkey: Type.Optional(PasskeyResponse),
  },
  { $id: 'AcceptInvitation', additionalProperties: false },
);
export type AcceptInvitation = Static<typeof AcceptInvitation>;

/** `PUT /api/v1/auth/password`: `current` is needed once a password exists. */
export const ChangePassword = Type.Object(
  { current: Type.Optional(Type.String({ maxLength: 256 })), password: Password },
  { $id: 'ChangePassword', additionalProperties: false },
);
export type ChangePassword = Static<typeof ChangePassword>;

export const PasskeyOptions = Type.Object(
  { challenge_id: Type.String(), options: Type.Record(Type.String(), Type.Unknown()) },
  { $id: 'PasskeyOptions', additionalProperties: false },
);
export type PasskeyOptions = Static<typeof PasskeyOptions>;

/** One of the signed-in user's passkeys. */
export const Passkey = Type.Object(
  {
    id: Type.String(),
    transports: Type.Array(Type.String({ description: 'usb, internal, hybrid …' })),
    created_at: Timestamp,
  },
  { $id: 'Passkey', additionalProperties: false },
);
export type Passkey = Static<typeof Passkey>;

/** The public keys that verify this server's tokens (RFC 7517 §5, RFC 8037 §2). */
export const PublicKeySet = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        kty: Type.Literal('OKP'),
        crv: Type.Literal('Ed25519'),
        x: Type.String(),
        kid: Type.String(),
        alg: Type.Literal('EdDSA'),
        use: Type.Literal('sig'),
      }),
    ),
  },
  { $id: 'PublicKeySet', additionalProperties: false },
);
export type PublicKeySet = Static<typeof PublicKeySet>;
