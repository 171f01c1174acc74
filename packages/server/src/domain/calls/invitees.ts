import { AppError, type Clock, newId } from '../../kernel/index.ts';
import type { Invitee } from './command.ts';
import type { CallRepository, Participants } from './ports.ts';

interface InviteesOptions {
  readonly participants: Participants;
  readonly calls: CallRepository;
  readonly clock: Clock;
}

const EXTERNAL = /^(?:sips?|tel):/i;

/** Turns addresses as a caller writes them into people to ring. */
export class Invitees {
  readonly #options: InviteesOptions;

  constructor(options: InviteesOptions) {
    this.#options = options;
  }

  /**
   * Two addresses of one user ring him once.
   * @param rungBy user ids; nobody is rung who has blocked one of them.
   * @throws AppError `participant_unknown` | `participant_blocked` | `external_calls_refused`, naming the
   * participant.
   */
  async resolve(
    org: string,
    addresses: readonly string[],
    rungBy: readonly string[],
  ): Promise<readonly Invitee[]> {
    const { calls, clock } = this.#options;
    const ids = await this.#userIds(org, addresses);
    const [busy] = await Promise.all([
      calls.usersInConversation(org, ids),
      ...rungBy.map((callerId) => this.#requireUnblocked(org, callerId, ids)),
    ]);
    const nowMs = clock.nowMs();
    return ids.map((userId) => ({
      legId: newId('leg', nowMs),
      userId,
      kind: 'webrtc',
      busy: busy.has(userId),
    }));
  }

  /** @throws AppError `participant_unknown` when `userId` is nobody's id. */
  async requireUser(org: string, userId: string): Promise<void> {
    const found = (await this.#options.participants.resolve(org, [userId])).get(userId);
    if (found?.kind !== 'user' || found.userId !== userId) throw unknown(userId);
  }

  async #userIds(org: string, addresses: readonly string[]): Promise<readonly string[]> {
    const found = await this.#options.participants.resolve(org, addresses);
    const userIds = new Set<string>();
    for (const address of addresses) {
      const meant = found.get(address);
      if (meant?.kind === 'external' || (meant === undefined && EXTERNAL.test(address))) {
        throw new AppError('external_calls_refused', { params: { participant: address } });
      }
      if (meant === undefined) throw unknown(address);
      userIds.add(meant.userId);
    }
    return [...userIds];
  }

  async #requireUnblocked(org: string, callerId: string, ids: readonly string[]): Promise<void> {
    const blockers = await this.#options.participants.blockers(org, callerId, ids);
    const participant = ids.find((id) => blockers.has(id));
    if (participant !== undefined) {
      throw new AppError('participant_blocked', { params: { participant } });
    }
  }
}

function unknown(address: string): AppError {
  return new AppError('participant_unknown', { params: { participant: address } });
}
