import { AppError, holds, newId, type Scope, systemScope } from '../../kernel/index.ts';
import { requireGrant } from '../access/index.ts';
import type { AlsoCommitParticipant, DialOutInput, RoomDialling, RungPhones } from './api.ts';
import type { DialOutCommand } from './command.ts';
import type { People } from './ports.ts';
import type { Participant, RingEndReason, RoomState } from './room.ts';
import { actorOf } from './room-access.ts';
import type { RoomEngine } from './room-engine.ts';
import { ringingIn } from './standing.ts';

interface EngineDiallingOptions {
  readonly engine: RoomEngine;
  readonly people: People;
  readonly nowMs: () => number;
}

const DEFAULT_TIMEOUT_S = 45;
/** What people dial, without saying that it is a telephone number. */
const NUMBER = /^\+?[0-9*#]{2,32}$/;

type Whom = Pick<DialOutCommand, 'userId' | 'address' | 'displayName'>;

export class EngineDialling implements RoomDialling, RungPhones {
  readonly #options: EngineDiallingOptions;

  constructor(options: EngineDiallingOptions) {
    this.#options = options;
  }

  async dialOut(
    scope: Scope,
    id: string,
    input: DialOutInput,
    alsoCommit?: AlsoCommitParticipant,
  ): Promise<Participant> {
    const { engine, nowMs } = this.#options;
    // Nobody learns from outside a room who can be called.
    await engine.load(scope, id, 'dial_out');
    const whom = await this.#whom(scope, input);
    const by = actorOf(scope.principal);
    if (whom.userId !== by.memberId) requireGrant(scope, 'rooms:write');
    const { timeoutS = DEFAULT_TIMEOUT_S } = input;
    const participantId = newId('part', nowMs());
    const command: DialOutCommand = {
      ...{ type: 'dial_out', by, participantId, timeoutMs: timeoutS * 1000 },
      ...whom,
    };
    const { touched } = await engine.change(
      scope,
      id,
      command,
      alsoCommit && ((_, [rung]) => (rung === undefined ? [] : alsoCommit(rung))),
    );
    return present(touched[0]);
  }

  async cancel(scope: Scope, id: string, participantId: string): Promise<Participant> {
    const by = actorOf(scope.principal);
    const command = { type: 'cancel_dial_out', by, participantId } as const;
    const state = await this.#options.engine.command(scope, id, command);
    return present(state.participants.get(participantId));
  }

  async answered(
    org: string,
    roomId: string,
    participantId: string,
  ): Promise<Participant | undefined> {
    const command = { type: 'phone_answered', participantId } as const;
    const { touched } = await this.#options.engine.change(systemScope(org), roomId, command);
    return touched.find(({ id }) => id === participantId);
  }

  async failed(
    org: string,
    roomId: string,
    participantId: string,
    reason: RingEndReason,
  ): Promise<void> {
    const command = { type: 'phone_failed', participantId, reason } as const;
    await this.#options.engine.command(systemScope(org), roomId, command);
  }

  async hungUp(org: string, roomId: string, participantId: string): Promise<void> {
    const command = { type: 'phone_hung_up', participantId } as const;
    await this.#options.engine.command(systemScope(org), roomId, command);
  }

  async muted(org: string, roomId: string, participantId: string, muted: boolean): Promise<void> {
    const command = { type: 'phone_muted', participantId, muted } as const;
    await this.#options.engine.command(systemScope(org), roomId, command);
  }

  async handRaised(
    org: string,
    roomId: string,
    participantId: string,
    raised: boolean,
  ): Promise<void> {
    const command = { type: 'phone_hand', participantId, raised } as const;
    await this.#options.engine.command(systemScope(org), roomId, command);
  }

  async endLost(): Promise<void> {
    const states: readonly RoomState[] = [...this.#options.engine.open.all()];
    for (const { org, roomId, id } of states.flatMap(ringingIn)) {
      await this.failed(org, roomId, id, 'failed');
    }
  }

  /** The outside is rung by who may call it, where a route leads there. */
  async #whom(scope: Scope, { to, displayName }: DialOutInput): Promise<Whom> {
    const { people } = this.#options;
    const { org, principal } = scope;
    const asNumber = NUMBER.test(to) ? [to, `tel:${to}`] : [to];
    const found = await people.resolve(org, asNumber);
    const meant = found.get(to) ?? found.get(`tel:${to}`);
    const params = { participant: to };
    if (meant === undefined) throw new AppError('participant_unknown', { params });
    if (meant.kind === 'external') {
      if (!meant.dialable || !holds(principal, 'calls:external')) {
        throw new AppError('external_calls_refused', { params });
      }
      const shown = displayName ?? to.replace(/^(?:sips?|tel):/i, '');
      return { userId: null, address: meant.uri, displayName: shown };
    }
    const { userId } = meant;
    const [names, blockers] = await Promise.all([
      people.displayNames(org, [userId]),
      people.blockers(org, actorOf(principal).memberId, [userId]),
    ]);
    if (blockers.has(userId)) throw new AppError('participant_blocked', { params });
    return { userId, address: null, displayName: displayName ?? names.get(userId) ?? userId };
  }
}

function present(participant: Participant | undefined): Participant {
  if (participant === undefined) throw new AppError('room_participant_not_found');
  return participant;
}
