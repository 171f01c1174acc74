import {
  type Clock,
  type EventFeed,
  type EventLog,
  type Journal,
  type Logger,
  type Secret,
  systemScope,
} from '../../kernel/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import { type UserRepository, Users } from '../directory/index.ts';
import { ApiKeys } from './api-keys.ts';
import { CredentialAuthenticator } from './authenticator.ts';
import { ensureBootstrapInvitation } from './bootstrap.ts';
import { Challenges } from './challenges.ts';
import { Invitations } from './invitations.ts';
import { Passkeys } from './passkeys.ts';
import { PasswordHasher } from './password-hasher.ts';
import { Passwords } from './passwords.ts';
import type {
  ApiKeyRepository,
  Authenticator,
  CredentialRepository,
  EnvelopeKey,
  InvitationRepository,
  SessionRepository,
  SigningKeyRepository,
} from './ports.ts';
import { RelyingParty } from './relying-party.ts';
import { ROOM_TOKEN, RoomTokens } from './room-tokens.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { SignedTokens } from './signed-tokens.ts';
import { SigningKeys } from './signing-keys.ts';
import { ACCESS_TOKEN, TokenIssuer } from './token-issuer.ts';
import { TokenVerifier } from './token-verifier.ts';
import { Tokens } from './tokens.ts';

/** Where work of the server itself stands, which belongs to no organisation. */
const ORG_OF_SERVER = 'default';

/** The stored side, as the storage adapters offer it. */
export interface IdentityStorage {
  readonly journal: Journal;
  readonly eventLog: EventLog;
  readonly feed: EventFeed;
  readonly users: UserRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly credentials: CredentialRepository;
  readonly invitations: InvitationRepository;
  readonly sessions: SessionRepository;
}

export interface IdentityOptions {
  readonly storage: IdentityStorage;
  readonly envelope: EnvelopeKey;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `iss` of the tokens. The same in every process of the installation, whatever port it listens on. */
  readonly issuer: string;
  /** Where people reach the server, without a trailing slash; asked when a link or ceremony needs it. */
  readonly publicUrl: () => string;
}

/** Everything that knows who somebody is. */
export interface Identity {
  readonly authenticator: Authenticator;
  readonly signingKeys: SigningKeys;
  readonly tokens: Tokens;
  /** Tokens that stand for a seat in a room, and for nothing else. */
  readonly roomTokens: RoomTokens;
  /** Takes every password of the server in turn. */
  readonly hasher: PasswordHasher;
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly passkeys: Passkeys;
  readonly signIn: SignIn;
  readonly invitations: Invitations;
  readonly users: Users;
  /** See `ensureBootstrapInvitation`. */
  ensureBootstrapInvitation(org: string): Promise<Secret | undefined>;
  stop(): void;
}

/** Loads the signing keys, or makes the first one, and joins the services. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { storage, envelope, clock, logger, issuer } = options;
  const { journal, users, feed, eventLog: log, apiKeys, credentials } = storage;
  const repository = storage.signingKeys;
  const signingKeys = await SigningKeys.open({ repository, envelope, journal, clock });
  const people = openPeople(options);
  const { sessions, invitations } = people;
  const accessTokens = new SignedTokens(signingKeys, issuer, clock, ACCESS_TOKEN);
  const verifier = new TokenVerifier(accessTokens);
  const shown = { verifier, signingKeys, sessions, apiKeys, users, log, feed, clock, logger };
  const authenticator = new CredentialAuthenticator(shown);
  const tokenIssuer = new TokenIssuer(accessTokens);
  const stopSweeping = sessions.keepSwept(systemScope(ORG_OF_SERVER));
  return {
    ...people,
    authenticator,
    signingKeys,
    roomTokens: new RoomTokens(new SignedTokens(signingKeys, issuer, clock, ROOM_TOKEN)),
    tokens: new Tokens({ issuer: tokenIssuer, users, journal, clock }),
    apiKeys: new ApiKeys({ repository: apiKeys, journal, clock }),
    ensureBootstrapInvitation: (org) =>
      ensureBootstrapInvitation({ users, credentials, invitations, org }),
    stop: () => {
      stopSweeping();
      authenticator.stop();
    },
  };
}

/** The services around people's accounts and how they sign in. */
function openPeople({ storage, trail, clock, publicUrl }: IdentityOptions) {
  const { journal, users, credentials } = storage;
  const throttle = new SignInThrottle(clock);
  const sessions = new Sessions({ repository: storage.sessions, users, journal, clock });
  const hasher = new PasswordHasher();
  const kept = { users, credentials, sessions, journal, clock };
  const passwords = new Passwords({ ...kept, hasher, throttle });
  const signIn = new SignIn({ users, passwords, sessions, throttle, journal, trail });
  const ceremonies = {
    challenges: new Challenges(clock),
    relyingParty: new RelyingParty(publicUrl),
  };
  const repository = storage.invitations;
  const passkeys = new Passkeys({ ...kept, ...ceremonies, signIn });
  return {
    sessions,
    hasher,
    passwords,
    signIn,
    passkeys,
    invitations: new Invitations({ ...kept, repository, passwords, passkeys, publicUrl }),
    users: new Users({
      users,
      journal,
      clock,
      endSessions: (org, userId) => [sessions.endAll(org, userId)],
    }),
  };
}
