import {
  AppError,
  type Clock,
  type Journal,
  newId,
  type Page,
  type PageRequest,
  retryOnConflict,
  type Scope,
  Secret,
  type Write,
} from '../../kernel/index.ts';
import { requireGrant, requireMayGive } from '../access/index.ts';
import {
  changeUser,
  createUser,
  type User,
  type UserRepository,
  type UserTransition,
  userEvent,
} from '../directory/index.ts';
import { type Ceremony, type CeremonyAnswer, committedOnce, type Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { CredentialRepository, Invitation, InvitationRepository } from './ports.ts';
import { hashToken, newRandomToken } from './random-token.ts';
import type { Sessions } from './sessions.ts';
import { type SignedIn, scopeOfUser } from './sign-in.ts';

const GOOD_FOR_MS = 24 * 3_600_000;

export interface InvitationsDependencies {
  readonly repository: InvitationRepository;
  readonly users: UserRepository;
  readonly credentials: CredentialRepository;
  readonly passwords: Passwords;
  readonly passkeys: Passkeys;
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Where people reach the server, without a trailing slash; known once it listens. */
  readonly publicUrl: () => string;
}

export interface InvitationOrder {
  readonly userId: string;
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: User['role'] | undefined;
  readonly externalCalls?: boolean | undefined;
}

/** An invitation and, this once, its link. */
export interface MadeInvitation {
  readonly invitation: Invitation;
  /** The token stands behind `#`, which browsers keep to themselves: it reaches no server's log. */
  readonly url: Secret;
}

export interface Acceptance {
  readonly token: Secret;
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: Secret | undefined;
  /** The answer to `beginPasskey`. */
  readonly passkey?: CeremonyAnswer | undefined;
}

/** Whom a link is for. */
export interface Invitee {
  readonly user: User;
  /** Whether nobody else belongs to the organisation yet. */
  readonly alone: boolean;
}

/** A link that is good, and its user. */
interface OpenLink {
  readonly invitation: Invitation;
  readonly invited: User;
}

/** One-time links: how a person gets in the first time, or again after losing a password. */
export class Invitations {
  readonly #deps: InvitationsDependencies;

  constructor(deps: InvitationsDependencies) {
    this.#deps = deps;
  }

  /**
   * For a new user, who is made with it, or for one who is there.
   * @throws AppError `scope_missing` (an administrator is invited only by one, the outside given only by who
   * may call there) | `user_disabled` | `user_exists` when it would change a user who is active already
   */
  async create(
    scope: Scope,
    order: InvitationOrder,
    attached: (made: MadeInvitation) => readonly Write[] = () => [],
  ): Promise<MadeInvitation> {
    requireGrant(scope, 'users:write');
    return retryOnConflict(async () => {
      const existing = await this.#deps.users.find(scope.org, order.userId);
      if ((order.role ?? existing?.role) === 'admin' || existing?.role === 'admin') {
        requireGrant(scope, 'voip:admin');
      }
      if (order.externalCalls === true) requireMayGive(scope.principal, ['calls:external']);
      const { user, events } = this.#invited(scope.org, existing, order);
      const made = this.#make(scope.org, user.id);
      const data = { user_id: user.id, invitation_id: made.invitation.id };
      await this.#deps.journal.commit({
        scope,
        writes: [
          ...(events.length === 0 ? [] : [this.#deps.users.put(user)]),
          this.#deps.repository.add(made.invitation),
          ...attached(made),
        ],
        events: [...events, userEvent(user.id, 'user.invited', data)],
      });
      return made;
    });
  }

  /** @throws AppError `scope_missing` */
  async list(scope: Scope, page: PageRequest): Promise<Page<Invitation>> {
    requireGrant(scope, 'users:write');
    return this.#deps.repository.list(scope.org, page);
  }

  /** Leaves the link as good as it was: who looks may close the page again. @throws AppError `invitation_invalid` */
  async look(token: Secret): Promise<Invitee> {
    const { invited: user } = await this.#open(token);
    return { user, alone: (await this.#deps.users.count(user.org)) === 1 };
  }

  /** A passkey to accept the link with; it leaves the link as it was, too. @throws AppError `invitation_invalid` */
  async beginPasskey(token: Secret): Promise<Ceremony> {
    return this.#deps.passkeys.beginFor((await this.#open(token)).invited);
  }

  /**
   * Uses the link up, makes the user active with what they chose, and signs them in.
   * @throws AppError `invitation_invalid` | `password_too_weak` | `passkey_invalid` | `rate_limited`
   */
  async accept(scope: Scope, acceptance: Acceptance): Promise<SignedIn> {
    const { token, passkey: answer } = acceptance;
    const { org, userId } = (await this.#open(token)).invitation;
    const passkey =
      answer === undefined ? undefined : await this.#deps.passkeys.prepare(org, userId, answer);
    return retryOnConflict(async () => {
      const { invitation, invited } = await this.#open(token);
      const { displayName, email, password } = acceptance;
      const change = { displayName, email, status: 'active' } as const;
      const nowMs = this.#deps.clock.nowMs();
      const { user, events } = changeUser(invited, change, nowMs);
      const chosen =
        password === undefined
          ? { writes: [], events: [] }
          : await this.#deps.passwords.prepare(org, userId, password);
      const session = this.#deps.sessions.begin(org, userId);
      const data = { user_id: userId, invitation_id: invitation.id };
      const accepted = userEvent(userId, 'user.invitation_accepted', data);
      const commit = {
        scope: scopeOfUser(scope, user),
        writes: [
          this.#deps.repository.use(invitation.id, nowMs),
          ...(events.length === 0 ? [] : [this.#deps.users.put(user)]),
          ...chosen.writes,
          ...(passkey?.writes ?? []),
          session.write,
        ],
        events: [...events, ...chosen.events, ...(passkey?.events ?? []), accepted],
      };
      await committedOnce(() => this.#deps.journal.commit(commit));
      return { user, session };
    });
  }

  #invited(org: string, existing: User | undefined, order: InvitationOrder): UserTransition {
    const { displayName, email, role, externalCalls } = order;
    const nowMs = this.#deps.clock.nowMs();
    if (existing === undefined) {
      const details = { displayName, email, role, externalCalls, status: 'invited' } as const;
      return createUser(org, { id: order.userId, ...details }, nowMs);
    }
    if (existing.status === 'disabled') throw new AppError('user_disabled');
    const changed = changeUser(existing, { displayName, email, role, externalCalls }, nowMs);
    if (existing.status === 'active' && changed.events.length > 0) {
      throw new AppError('user_exists', { params: { user: existing.id } });
    }
    return changed;
  }

  #make(org: string, userId: string): MadeInvitation {
    const nowMs = this.#deps.clock.nowMs();
    const token = newRandomToken();
    const invitation: Invitation = {
      id: newId('inv', nowMs),
      org,
      userId,
      tokenHash: hashToken(token),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + GOOD_FOR_MS,
      usedAtMs: null,
    };
    return { invitation, url: new Secret(`${this.#deps.publicUrl()}/invite#${token}`) };
  }

  async #open(token: Secret): Promise<OpenLink> {
    const invitation = await this.#deps.repository.findByTokenHash(hashToken(token.reveal()));
    const nowMs = this.#deps.clock.nowMs();
    if (invitation === undefined || invitation.usedAtMs !== null) throw invalid();
    if (invitation.expiresAtMs <= nowMs) throw invalid();
    const invited = await this.#deps.users.find(invitation.org, invitation.userId);
    if (invited === undefined || invited.status === 'disabled') throw invalid();
    await this.#requireNewest(invitation);
    return { invitation, invited };
  }

  /** Once the user has chosen a password or passkey, older links are dead: they may lie in a mailbox. */
  async #requireNewest(invitation: Invitation): Promise<void> {
    const { org, userId, createdAtMs } = invitation;
    const chosen = await this.#deps.credentials.ofUser(org, userId);
    if (chosen.some((credential) => credential.createdAtMs >= createdAtMs)) throw invalid();
  }
}

function invalid(): AppError {
  return new AppError('invitation_invalid');
}
