import {
  AppError,
  type Clock,
  type Journal,
  newId,
  type Scope,
  Secret,
  type Write,
} from '../../kernel/index.ts';
import { grantsOfUser } from '../access/index.ts';
import { type User, type UserRepository, userEvent } from '../directory/index.ts';
import type { Authenticated, SessionRecord, SessionRepository } from './ports.ts';
import { hashToken, newRandomToken } from './random-token.ts';

const HOUR_MS = 3_600_000;
/** A session ends after half a day without use … */
const IDLE_MS = 12 * HOUR_MS;
/** … and after a week in any case. */
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** Being used is written down at most once an hour. */
const EXTEND_WHEN_LEFT_MS = IDLE_MS - HOUR_MS;

export interface SessionsDependencies {
  readonly repository: SessionRepository;
  readonly users: UserRepository;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** A session about to be committed: its write, and the value for the cookie. */
export interface NewSession {
  readonly record: SessionRecord;
  readonly token: Secret;
  readonly write: Write;
}

/** A signed-in console, after the cookie has been checked. */
export interface LiveSession {
  readonly record: SessionRecord;
  readonly user: User;
}

/** The console's sessions. The cookie's value is always made here, so none can be planted. */
export class Sessions {
  readonly #deps: SessionsDependencies;

  constructor(deps: SessionsDependencies) {
    this.#deps = deps;
  }

  /** For the commit that signs the user in. */
  begin(org: string, userId: string): NewSession {
    const nowMs = this.#deps.clock.nowMs();
    const token = newRandomToken();
    const record: SessionRecord = {
      id: newId('ses', nowMs),
      org,
      userId,
      tokenHash: hashToken(token),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + IDLE_MS,
    };
    return { record, token: new Secret(token), write: this.#deps.repository.add(record) };
  }

  /** For the commit that ends all of a user's sessions. */
  endAll(org: string, userId: string): Write {
    return this.#deps.repository.removeOfUser(org, userId);
  }

  /** The session behind a cookie. @throws AppError `unauthenticated` | `user_disabled` */
  async resolve(token: Secret): Promise<LiveSession> {
    const record = await this.#deps.repository.findByTokenHash(hashToken(token.reveal()));
    const nowMs = this.#deps.clock.nowMs();
    if (record === undefined || record.expiresAtMs <= nowMs) throw new AppError('unauthenticated');
    const user = await this.#deps.users.find(record.org, record.userId);
    if (user === undefined) throw new AppError('unauthenticated');
    if (user.status === 'disabled') throw new AppError('user_disabled');
    return { record: await this.#extended(record, nowMs), user };
  }

  async authenticate(token: Secret): Promise<Authenticated> {
    const { record, user } = await this.resolve(token);
    const grants = new Set(grantsOfUser(user));
    return {
      org: record.org,
      principal: { kind: 'user', id: user.id, grants },
      expiresAtMs: record.expiresAtMs,
    };
  }

  /** Signs out. A cookie that means nothing any more is no error. */
  async end(scope: Scope, token: Secret): Promise<void> {
    const record = await this.#deps.repository.findByTokenHash(hashToken(token.reveal()));
    if (record === undefined) return;
    await this.#deps.journal.commit({
      scope: { ...scope, org: record.org },
      writes: [this.#deps.repository.remove(record.org, record.id)],
      events: [userEvent(record.userId, 'user.signed_out', { session_id: record.id })],
    });
  }

  /**
   * Removes, every hour, sessions that have ended by themselves.
   * @returns a function that stops it.
   */
  keepSwept(scope: Scope): () => void {
    const { repository, journal, clock } = this.#deps;
    const sweep = () => {
      const writes = [repository.removeExpired(clock.nowMs())];
      // What fails now is removed an hour later; an expired session is refused in any case.
      journal.commit({ scope, writes, events: [] }).catch(() => undefined);
      cancel = clock.schedule(HOUR_MS, sweep);
    };
    let cancel = clock.schedule(HOUR_MS, sweep);
    return () => cancel();
  }

  async #extended(record: SessionRecord, nowMs: number): Promise<SessionRecord> {
    if (record.expiresAtMs - nowMs >= EXTEND_WHEN_LEFT_MS) return record;
    const expiresAtMs = Math.min(nowMs + IDLE_MS, record.createdAtMs + LONGEST_MS);
    if (expiresAtMs <= record.expiresAtMs) return record;
    const scope: Scope = {
      org: record.org,
      principal: { kind: 'user', id: record.userId, grants: new Set() },
      source: 'http',
    };
    const writes = [this.#deps.repository.extend(record.org, record.id, expiresAtMs)];
    await this.#deps.journal.commit({ scope, writes, events: [] });
    return { ...record, expiresAtMs };
  }
}
