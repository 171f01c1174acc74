export * from '../access/index.ts';
export { ApiKeys, type CreatedApiKey } from './api-keys.ts';
export { CredentialAuthenticator } from './authenticator.ts';
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
export { type LiveSession, type NewSession, Sessions } from './sessions.ts';
export type { PublishedKey } from './signing-key-material.ts';
export { SigningKeys } from './signing-keys.ts';
export { TOKEN_AUDIENCE, TokenIssuer } from './token-issuer.ts';
export { DEFAULT_TOKEN_TTL_S, MAX_TOKEN_TTL_S } from './token-lifetime.ts';
export { TokenVerifier } from './token-verifier.ts';
export { type GivenToken, type TokenRequest, Tokens } from './tokens.ts';
