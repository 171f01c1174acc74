export * from '../access/index.ts';
export type { ApiKeys, CreatedApiKey } from './api-keys.ts';
export type { Invitations, Invitee, MadeInvitation } from './invitations.ts';
export {
  type Identity,
  type IdentityOptions,
  type IdentityStorage,
  openIdentity,
} from './open-identity.ts';
export type { Ceremony, Passkeys, StoredPasskey } from './passkeys.ts';
export type { Passwords } from './passwords.ts';
export type {
  ApiKey,
  ApiKeyRepository,
  Authenticated,
  Authenticator,
  Credential,
  CredentialRepository,
  EnvelopeKey,
  Invitation,
  InvitationRepository,
  PresentedCredential,
  Receipt,
  ReceiptRepository,
  SessionRecord,
  SessionRepository,
  SigningKey,
  SigningKeyRepository,
  StoredCredential,
} from './ports.ts';
export type { RoomTokens } from './room-tokens.ts';
export type { LiveSession, NewSession, Sessions } from './sessions.ts';
export type { SignedIn, SignIn } from './sign-in.ts';
export type { PublishedKey } from './signing-key-material.ts';
export type { SigningKeys } from './signing-keys.ts';
export { MAX_TOKEN_TTL_S } from './token-lifetime.ts';
export type { GivenToken, Tokens } from './tokens.ts';
