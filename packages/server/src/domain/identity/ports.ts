import type { Grant, Page, PageRequest, Principal, Secret, Write } from '../../kernel/index.ts';

/** Seals what must not lie readable in the database or on disk (signing keys, receipts). */
export interface EnvelopeKey {
  /** AES-256-GCM; `context` is bound as additional data and needed again to open. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** @throws Error when the bytes or the context are not what was sealed. */
  open(sealed: Uint8Array, context: string): Uint8Array;
}

export interface SigningKey {
  /** The JWK's `kid`. */
  readonly id: string;
  readonly algorithm: 'EdDSA' | 'ES256';
  readonly publicJwk: string;
  /** PKCS #8. */
  readonly sealedPrivateJwk: Uint8Array;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
}

export interface SigningKeyRepository {
  /** Newest first; retired ones too, as long as tokens signed by them can be alive. */
  list(): Promise<readonly SigningKey[]>;
  add(key: SigningKey): Write;
  retire(id: string, atMs: number): Write;
}

export interface ApiKey {
  /** `key_…`, also the first part of the key itself. */
  readonly id: string;
  readonly org: string;
  readonly name: string;
  /** SHA-256 of the key's 256 random bits, base64url. */
  readonly secretHash: string;
  readonly grants: readonly Grant[];
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
}

export interface ApiKeyRepository {
  /** Over all organisations: the key names its organisation. */
  find(id: string): Promise<ApiKey | undefined>;
  list(org: string, page: PageRequest): Promise<Page<ApiKey>>;
  add(key: ApiKey): Write;
  revoke(org: string, id: string, atMs: number): Write;
}

/** A password's argon2id string, or a passkey's public key. */
export type Credential =
  | { readonly kind: 'password'; readonly phc: string }
  | {
      readonly kind: 'passkey';
      readonly credentialId: string;
      readonly publicKey: Uint8Array;
      readonly signCount: number;
      readonly transports: readonly string[];
    };

export interface StoredCredential {
  /** `cred_…` */
  readonly id: string;
  readonly org: string;
  readonly userId: string;
  readonly createdAtMs: number;
  readonly credential: Credential;
}

export interface CredentialRepository {
  ofUser(org: string, userId: string): Promise<readonly StoredCredential[]>;
  findPasskey(credentialId: string): Promise<StoredCredential | undefined>;
  /** Adds it, or replaces the one with its id. */
  put(credential: StoredCredential): Write;
  remove(org: string, id: string): Write;
}

/** A one-time link. */
export interface Invitation {
  readonly id: string;
  readonly org: string;
  readonly userId: string;
  /** SHA-256 of the link's token, base64url. */
  readonly tokenHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
}

export interface InvitationRepository {
  findByTokenHash(tokenHash: string): Promise<Invitation | undefined>;
  list(org: string, page: PageRequest): Promise<Page<Invitation>>;
  add(invitation: Invitation): Write;
  /** The commit throws VersionConflict if it has been used already. */
  use(id: string, atMs: number): Write;
}

/** A console session behind the HttpOnly cookie. */
export interface SessionRecord {
  readonly id: string;
  readonly org: string;
  readonly userId: string;
  /** SHA-256 of the cookie's value, base64url. */
  readonly tokenHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface SessionRepository {
  findByTokenHash(tokenHash: string): Promise<SessionRecord | undefined>;
  add(session: SessionRecord): Write;
  /** Changes nothing if the session has been removed meanwhile. */
  extend(org: string, id: string, expiresAtMs: number): Write;
  remove(org: string, id: string): Write;
  removeOfUser(org: string, userId: string): Write;
  removeExpired(nowMs: number): Write;
}

/** The answers of POSTs that carried an Idempotency-Key, sealed, for 24 hours. */
export interface Receipt {
  readonly org: string;
  /** `user:<id>` or `key:<id>`: a key is the caller's own. */
  readonly owner: string;
  readonly key: string;
  /** SHA-256 over method, path and body: the same key for another request is refused. */
  readonly requestHash: string;
  readonly status: number;
  readonly sealedBody: Uint8Array;
  readonly createdAtMs: number;
}

export interface ReceiptRepository {
  find(org: string, owner: string, key: string): Promise<Receipt | undefined>;
  /** A second one of the same owner and key is a DuplicateKey at commit. */
  add(receipt: Receipt): Write;
  removeOlderThan(createdBeforeMs: number): Write;
}

/** What a request or a connection shows to say who it is. */
export type PresentedCredential =
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'api_key'; readonly key: Secret }
  | { readonly kind: 'session'; readonly token: Secret };

export interface Authenticated {
  readonly org: string;
  readonly principal: Principal;
  /** Unix milliseconds; null for an API key. */
  readonly expiresAtMs: number | null;
}

/** Implemented by the identity module; gateways see only this. */
export interface Authenticator {
  /**
   * @throws AppError `unauthenticated` | `token_expired` | `user_disabled`. It never says which part of a
   * credential was wrong.
   */
  authenticate(presented: PresentedCredential): Promise<Authenticated>;
}
