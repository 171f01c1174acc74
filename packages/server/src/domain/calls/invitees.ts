import { AppError, type Clock, holds, newId, type Scope } from '../../kernel/index.ts';
import type { Invitee } from './command.ts';
import type { CallRepository, Participants } from './ports.ts';

interface InviteesOptions {
  readonly participants: Participants;
  readonly calls: CallRepository;
  readonly clock: Clock;
}

/** Turns addresses as a caller writes them into people to ring. */
export class Invitees {
  readonly #options: InviteesOptions;

  constructor(options: InviteesOptions) {
    this.#options = options;
  }

  /**
   * Two addresses of one user ring him once. The outside is rung by who may call it, where a route leads there.
   * @param rungBy user ids; nobody is rung who has blocked one of them.
   * @throws AppError `participant_unknown` | `participant_blocked` | `external_calls_refused`, naming the
   * participant.
   */
  async resolve(
    scope: Scope,
    addresses: readonly string[],
    rungBy: readonly string[],
    { insideOnly = false } = {},
  ): Promise<readonly Invitee[]> {
    const { calls, clock } = this.#options;
    const { org } = scope;
    const { ids, outside } = await this.#sort(scope, addresses, insideOnly);
    const [busy] = await Promise.all([
      calls.usersInConversation(org, ids),
      ...rungBy.map((callerId) => this.#requireUnblocked(org, callerId, ids)),
    ]);
    const nowMs = clock.nowMs();
    const users = ids.map((userId): Invitee => {
      const legId = newId('leg', nowMs);
      return { legId, userId, kind: 'webrtc', busy: busy.has(userId) };
    });
    const others = outside.map((address): Invitee => {
      const legId = newId('leg', nowMs);
      return { legId, userId: `ext:${legId}`, kind: 'sip', busy: false, address };
    });
    return [...users, ...others];
  }

  /** @throws AppError `participant_unknown` when `userId` is nobody's id. */
  async requireUser(org: string, userId: string): Promise<void> {
    const found = (await this.#options.participants.resolve(org, [userId])).get(userId);
    if (found?.kind !== 'user' || found.userId !== userId) throw unknown(userId);
  }

  async #sort(scope: Scope, addresses: readonly string[], insideOnly: boolean) {
    const found = await this.#options.participants.resolve(scope.org, addresses);
    const ids = new Set<string>();
    const outside = new Set<string>();
    for (const address of addresses) {
      const meant = found.get(address);
      if (meant?.kind === 'user') ids.add(meant.userId);
      else if (meant?.kind !== 'external' || insideOnly) throw unknown(address);
      // A mistyped extension, rather than a call outside.
      else if (!meant.dialable && meant.uri !== address) throw unknown(address);
      else {
        if (!meant.dialable || !holds(scope.principal, 'calls:external'))
          throw outsideRefused(address);
        outside.add(meant.uri);
      }
    }
    return { ids: [...ids], outside: [...outside] };
  }

  async #requireUnblocked(org: string, callerId: string, ids: readonly string[]): Promise<void> {
    const blockers = await this.#options.participants.blockers(org, callerId, ids);
    const participant = ids.find((id) => blockers.has(id));
    if (participant !== undefined) {
      throw new AppError('participant_blocked', { params: { participant } });
    }
  }
}

function outsideRefused(participant: string): AppError {
  return new AppError('external_calls_refused', { params: { participant } });
}

function unknown(address: string): AppError {
  return new AppError('participant_unknown', { params: { participant: address } });
}
