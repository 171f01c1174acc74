import { type Static, Type } from 'typebox';
import { NullableTimestamp, Timestamp, UserId } from './primitives.ts';

export const PresenceState = Type.Enum(['online', 'away', 'busy', 'do_not_disturb', 'offline']);
export type PresenceState = Static<typeof PresenceState>;

export const UserRole = Type.Enum(['user', 'admin']);
export type UserRole = Static<typeof UserRole>;

const ExternalCalls = Type.Boolean({
  description:
    'whether the user’s sessions, phones and new tokens may call numbers outside; an administrator’s may in any case',
});

export const User = Type.Object(
  {
    id: UserId,
    display_name: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
    role: UserRole,
    external_calls: ExternalCalls,
    status: Type.Enum(['active', 'invited', 'disabled']),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'User', additionalProperties: false },
);
export type User = Static<typeof User>;

export const DisplayName = Type.String({ minLength: 1, maxLength: 100 });
export const Email = Type.String({ format: 'email', maxLength: 254 });
/** Length is what counts (NIST SP 800-63B §5.1.1): 10 to 256 characters. */
export const Password = Type.String({ minLength: 10, maxLength: 256 });

export const CreateUser = Type.Object(
  {
    id: UserId,
    display_name: Type.Optional(DisplayName),
    email: Type.Optional(Email),
    role: Type.Optional(UserRole),
    external_calls: Type.Optional(ExternalCalls),
    password: Type.Optional(Password),
  },
  { $id: 'CreateUser', additionalProperties: false },
);
export type CreateUser = Static<typeof CreateUser>;

export const UpdateUser = Type.Object(
  {
    display_name: Type.Optional(DisplayName),
    email: Type.Optional(Type.Union([Email, Type.Null()])),
    role: Type.Optional(UserRole),
    external_calls: Type.Optional(ExternalCalls),
    status: Type.Optional(Type.Enum(['active', 'disabled'])),
  },
  { $id: 'UpdateUser', additionalProperties: false, minProperties: 1 },
);
export type UpdateUser = Static<typeof UpdateUser>;

/** An invitation as its creator sees it once; the link is good for 24 hours and one use. */
export const CreateInvitation = Type.Object(
  {
    user_id: UserId,
    display_name: Type.Optional(DisplayName),
    email: Type.Optional(Email),
    role: Type.Optional(UserRole),
    external_calls: Type.Optional(ExternalCalls),
  },
  { $id: 'CreateInvitation', additionalProperties: false },
);
export type CreateInvitation = Static<typeof CreateInvitation>;

export const Invitation = Type.Object(
  {
    id: Type.String(),
    user_id: UserId,
    expires_at: Timestamp,
    used_at: NullableTimestamp,
    url: Type.Optional(Type.String({ description: 'only in the answer that creates it' })),
  },
  { $id: 'Invitation', additionalProperties: false },
);
export type Invitation = Static<typeof Invitation>;

/** Somebody whom the signed-in user has blocked; only a call that is refused tells them. */
export const Block = Type.Object(
  { user_id: UserId },
  { $id: 'Block', additionalProperties: false },
);
export type Block = Static<typeof Block>;
