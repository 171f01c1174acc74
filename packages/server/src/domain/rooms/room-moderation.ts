import { AppError, newId, type Scope } from '../../kernel/index.ts';
import type { AlsoCommitRoom, RoomModeration, UpdateRoomInput } from './api.ts';
import type { Actor, Invitee, RoomChange, RoomCommand } from './command.ts';
import type { People } from './ports.ts';
import type { ModeratedMedia, Participant, Room, RoomRole } from './room.ts';
import { actorOf } from './room-access.ts';
import type { RoomEngine } from './room-engine.ts';
import type { RoomPasswords } from './room-passwords.ts';
import type { RoomPins } from './room-pins.ts';
import { mayModerate, placeOf } from './standing.ts';

interface EngineModerationOptions {
  readonly engine: RoomEngine;
  readonly people: People;
  readonly passwords: RoomPasswords;
  readonly pins: RoomPins;
  readonly nowMs: () => number;
}

export class EngineModeration implements RoomModeration {
  readonly #options: EngineModerationOptions;

  constructor(options: EngineModerationOptions) {
    this.#options = options;
  }

  async update(scope: Scope, id: string, input: UpdateRoomInput): Promise<Room> {
    await this.#requireModerator(scope, id, 'update');
    const { password, dialIn, ...change } = input;
    const passwordHash =
      password === undefined || password === null
        ? password
        : await this.#options.passwords.hash(password);
    const known = passwordHash === undefined ? change : { ...change, passwordHash };
    if (dialIn === true) return this.#withPin(scope, id, known, false);
    const without = dialIn === undefined ? known : { ...known, dialIn: null };
    return this.#room(scope, id, (by) => ({ type: 'update', by, change: without }));
  }

  renewPin(scope: Scope, id: string): Promise<Room> {
    return this.#withPin(scope, id, {}, true);
  }

  delete(scope: Scope, id: string): Promise<Room> {
    return this.#room(scope, id, (by) => ({ type: 'delete', by }));
  }

  lock(scope: Scope, id: string, locked: boolean): Promise<Room> {
    return this.#room(scope, id, (by) => ({ type: 'lock', by, locked }));
  }

  async invite(
    scope: Scope,
    id: string,
    userIds: readonly string[],
    alsoCommit?: AlsoCommitRoom,
  ): Promise<Room> {
    await this.#requireModerator(scope, id, 'invite');
    const invitees = await this.#invitees(scope, userIds);
    const command = (by: Actor) => ({ type: 'invite', by, invitees }) as const;
    return this.#room(scope, id, command, alsoCommit);
  }

  admit(scope: Scope, id: string, participantId: string | undefined): Promise<Room> {
    const whom = participantId ?? null;
    return this.#room(scope, id, (by) => ({ type: 'admit', by, participantId: whom }));
  }

  deny(scope: Scope, id: string, participantId: string | undefined): Promise<Room> {
    const whom = participantId ?? null;
    return this.#room(scope, id, (by) => ({ type: 'deny', by, participantId: whom }));
  }

  mute(
    scope: Scope,
    id: string,
    participantId: string,
    media: Partial<ModeratedMedia>,
  ): Promise<Participant> {
    const by = actorOf(scope.principal);
    return this.#participant(scope, id, participantId, { type: 'mute', by, participantId, media });
  }

  kick(scope: Scope, id: string, participantId: string): Promise<Participant> {
    const by = actorOf(scope.principal);
    return this.#participant(scope, id, participantId, { type: 'kick', by, participantId });
  }

  sendBack(scope: Scope, id: string, participantId: string): Promise<Participant> {
    const by = actorOf(scope.principal);
    return this.#participant(scope, id, participantId, { type: 'send_back', by, participantId });
  }

  setRole(scope: Scope, id: string, participantId: string, role: RoomRole): Promise<Participant> {
    const by = actorOf(scope.principal);
    const command = { type: 'set_role', by, participantId, role } as const;
    return this.#participant(scope, id, participantId, command);
  }

  async raiseHand(
    scope: Scope,
    id: string,
    raised: boolean,
    participantId?: string,
  ): Promise<Participant> {
    const by = actorOf(scope.principal);
    const whose = { participantId: participantId ?? null };
    const command = { type: 'raise_hand', by, raised, ...whose } as const;
    const state = await this.#options.engine.command(scope, id, command);
    const own =
      participantId === undefined
        ? placeOf(state, by.memberId)
        : state.participants.get(participantId);
    if (own === undefined) throw new AppError('room_seat_required');
    return own;
  }

  #withPin(scope: Scope, id: string, change: RoomChange, renew: boolean): Promise<Room> {
    return this.#options.pins.draw(scope.org, (pin) => {
      const dialIn = { pin, renew };
      return this.#room(scope, id, (by) => ({ type: 'update', by, change: { ...change, dialIn } }));
    });
  }

  async #room(
    scope: Scope,
    id: string,
    make: (by: Actor) => RoomCommand,
    alsoCommit?: AlsoCommitRoom,
  ): Promise<Room> {
    const command = make(actorOf(scope.principal));
    const state = await this.#options.engine.command(
      scope,
      id,
      command,
      alsoCommit && ((decided) => alsoCommit(decided.room)),
    );
    return state.room;
  }

  async #participant(
    scope: Scope,
    id: string,
    participantId: string,
    command: RoomCommand,
  ): Promise<Participant> {
    const state = await this.#options.engine.command(scope, id, command);
    const participant = state.participants.get(participantId);
    if (participant === undefined) throw new AppError('room_participant_not_found');
    return participant;
  }

  /** Before work that others than moderators should not make us do; the transition decides once more. */
  async #requireModerator(scope: Scope, id: string, action: string): Promise<void> {
    const state = await this.#options.engine.load(scope, id, action);
    if (!mayModerate(state, actorOf(scope.principal))) {
      throw new AppError(state.room.status === 'ended' ? 'room_ended' : 'room_moderator_required');
    }
  }

  /** Nobody is asked in by whom they have blocked. */
  async #invitees(
    { org, principal }: Scope,
    userIds: readonly string[],
  ): Promise<readonly Invitee[]> {
    const { people, nowMs } = this.#options;
    const [names, blockers] = await Promise.all([
      people.displayNames(org, userIds),
      people.blockers(org, actorOf(principal).memberId, userIds),
    ]);
    return userIds.map((userId) => {
      const displayName = names.get(userId);
      const params = { participant: userId };
      if (displayName === undefined) throw new AppError('participant_unknown', { params });
      if (blockers.has(userId)) throw new AppError('participant_blocked', { params });
      return { participantId: newId('part', nowMs()), userId, displayName };
    });
  }
}
