import {
  AppError,
  type Clock,
  DuplicateKey,
  type Journal,
  KeyedQueue,
  type NewEvent,
  newId,
  type Scope,
  type Write,
} from '../../kernel/index.ts';
import { requireUser } from '../access/index.ts';
import { type User, type UserRepository, userEvent } from '../directory/index.ts';
import type { Challenges } from './challenges.ts';
import type { CredentialRepository, StoredCredential } from './ports.ts';
import type { BrowserResponse, Passkey, RelyingParty } from './relying-party.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

export interface PasskeysDependencies {
  readonly credentials: CredentialRepository;
  readonly users: UserRepository;
  readonly challenges: Challenges;
  readonly relyingParty: RelyingParty;
  readonly signIn: SignIn;
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface StoredPasskey extends StoredCredential {
  readonly credential: Passkey;
}

/** A ceremony begun: the browser's options, and the id to answer with. */
export interface Ceremony {
  readonly challengeId: string;
  readonly options: object;
}

export interface CeremonyAnswer {
  readonly challengeId: string;
  readonly response: BrowserResponse;
}

/** What adds a passkey, to commit with whatever it is part of: see `committedOnce`. */
export interface PreparedPasskey {
  readonly stored: StoredPasskey;
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

/** Signing in without a password. */
export class Passkeys {
  readonly #deps: PasskeysDependencies;
  /** A passkey's counter only grows: one ceremony of a passkey at a time. */
  readonly #ceremonies = new KeyedQueue();

  constructor(deps: PasskeysDependencies) {
    this.#deps = deps;
  }

  /** The acting user's own. @throws AppError `forbidden` for an API key */
  async list(scope: Scope): Promise<readonly StoredPasskey[]> {
    return this.#of(scope.org, requireUser(scope));
  }

  /** @throws AppError `forbidden` | `user_not_found` */
  async beginRegistration(scope: Scope): Promise<Ceremony> {
    const userId = requireUser(scope);
    const user = await this.#deps.users.find(scope.org, userId);
    if (user === undefined) throw new AppError('user_not_found', { params: { user: userId } });
    return this.beginFor(user);
  }

  /** For a user who is known otherwise than by a session: by an invitation. */
  async beginFor(user: User): Promise<Ceremony> {
    const { org, id: userId } = user;
    const existing = (await this.#of(org, userId)).map(({ credential }) => credential);
    const challenge = this.#deps.challenges.issue('register', { org, userId });
    const options = await this.#deps.relyingParty.registrationOptions(challenge, user, existing);
    return { challengeId: challenge.id, options };
  }

  /** @throws AppError `passkey_invalid` | `forbidden` */
  async finishRegistration(scope: Scope, answer: CeremonyAnswer): Promise<StoredPasskey> {
    const { stored, writes, events } = await this.prepare(scope.org, requireUser(scope), answer);
    await committedOnce(() => this.#deps.journal.commit({ scope, writes, events }));
    return stored;
  }

  /** Ends the ceremony; its challenge is used up whatever comes of it. @throws AppError `passkey_invalid` */
  async prepare(org: string, userId: string, answer: CeremonyAnswer): Promise<PreparedPasskey> {
    const challenge = this.#deps.challenges.take(answer.challengeId, 'register');
    const mine = challenge?.owner?.userId === userId && challenge.owner.org === org;
    if (challenge === undefined || !mine) throw new AppError('passkey_invalid');
    const credential = await this.#deps.relyingParty.register(challenge, answer.response);
    if (credential === undefined) throw new AppError('passkey_invalid');
    const nowMs = this.#deps.clock.nowMs();
    const id = newId('cred', nowMs);
    const stored = { id, org, userId, createdAtMs: nowMs, credential };
    const data = { user_id: userId, passkey_id: id };
    return {
      stored,
      writes: [this.#deps.credentials.put(stored)],
      events: [userEvent(userId, 'user.passkey_added', data)],
    };
  }

  async beginSignIn(): Promise<Ceremony> {
    const challenge = this.#deps.challenges.issue('sign_in', null);
    const options = await this.#deps.relyingParty.signInOptions(challenge);
    return { challengeId: challenge.id, options };
  }

  /** @throws AppError `passkey_invalid` | `user_disabled` */
  async finishSignIn(scope: Scope, answer: CeremonyAnswer): Promise<SignedIn> {
    const challenge = this.#deps.challenges.take(answer.challengeId, 'sign_in');
    if (challenge === undefined) throw new AppError('passkey_invalid');
    const credentialId = String(answer.response.id);
    return this.#ceremonies.run(credentialId, async () => {
      const stored = await this.#deps.credentials.findPasskey(credentialId);
      if (stored === undefined || !isPasskey(stored)) throw new AppError('passkey_invalid');
      const { relyingParty, users, credentials, signIn } = this.#deps;
      const next = await relyingParty.authenticate(challenge, answer.response, stored.credential);
      const user = await users.find(stored.org, stored.userId);
      if (next === undefined || user === undefined) {
        const error = new AppError('passkey_invalid');
        throw signIn.refused({ ...scope, org: stored.org }, stored.userId, error);
      }
      const counted = credentials.put({ ...stored, credential: next });
      return signIn.begin(scope, user, 'passkey', [counted]);
    });
  }

  /** One of the acting user's own. @throws AppError `passkey_not_found` | `forbidden` */
  async remove(scope: Scope, id: string): Promise<void> {
    const userId = requireUser(scope);
    const stored = (await this.list(scope)).find((passkey) => passkey.id === id);
    if (stored === undefined) throw new AppError('passkey_not_found');
    await this.#ceremonies.run(stored.credential.credentialId, () =>
      this.#deps.journal.commit({
        scope,
        writes: [this.#deps.credentials.remove(scope.org, id)],
        events: [userEvent(userId, 'user.passkey_removed', { user_id: userId, passkey_id: id })],
      }),
    );
  }

  async #of(org: string, userId: string): Promise<readonly StoredPasskey[]> {
    return (await this.#deps.credentials.ofUser(org, userId)).filter(isPasskey);
  }
}

/** A commit that adds a passkey. @throws AppError `passkey_invalid` if somebody has its id already */
export async function committedOnce(commit: () => Promise<unknown>): Promise<void> {
  try {
    await commit();
  } catch (error) {
    // Whose it is, is nobody's business.
    if (error instanceof DuplicateKey) throw new AppError('passkey_invalid', { cause: error });
    throw error;
  }
}

function isPasskey(stored: StoredCredential): stored is StoredPasskey {
  return stored.credential.kind === 'passkey';
}
