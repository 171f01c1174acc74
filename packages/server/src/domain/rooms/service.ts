import {
  AppError,
  type EventLog,
  newId,
  type Page,
  type PageRequest,
  type Scope,
} from '../../kernel/index.ts';
import { parseMetadata } from '../calls/index.ts';
import type {
  AlsoCommitRoom,
  CreateRoomInput,
  Joined,
  JoinInput,
  RoomDialling,
  RoomModeration,
  RoomSeats,
  Rooms,
  RoomTickets,
  RungPhones,
  Seat,
} from './api.ts';
import type { JoinCommand } from './command.ts';
import { createRoom, DEFAULT_SETTINGS } from './create-room.ts';
import type { PasswordHashing, People, TokenSealer } from './ports.ts';
import type { Participant, Room, RoomState } from './room.ts';
import { actorOf } from './room-access.ts';
import { RoomChat } from './room-chat.ts';
import { EngineDialling } from './room-dialling.ts';
import { RoomEngine, type RoomEngineOptions } from './room-engine.ts';
import { EngineModeration } from './room-moderation.ts';
import { RoomPasswords } from './room-passwords.ts';
import { RoomPins } from './room-pins.ts';
import { RoomReading } from './room-reading.ts';
import { SealedRoomTickets } from './room-tickets.ts';
import { isModerator, isVisibleTo, placeOf } from './standing.ts';

export interface RoomServiceOptions extends RoomEngineOptions {
  readonly people: People;
  readonly hashing: PasswordHashing;
  readonly sealer: TokenSealer;
  /** Open rooms that one user may have made; keys are not limited. */
  readonly maxOpenPerUser: number;
  readonly eventLog: EventLog;
}

/** Whose media may be there: a phone that rings has its line already. */
const KEPT: ReadonlySet<string> = new Set(['joined', 'ringing']);
const DEFAULT_MAX_PARTICIPANTS = 100;
/** More open rooms than one person follows at once. */
const FOLLOWED_PAGE: PageRequest = { limit: 200 };

export class RoomService implements Rooms, RoomSeats {
  readonly tickets: RoomTickets;
  readonly moderation: RoomModeration;
  readonly dialling: RoomDialling & RungPhones;
  readonly chat: RoomChat;
  readonly reading: RoomReading;
  readonly #options: RoomServiceOptions;
  readonly #engine: RoomEngine;
  readonly #passwords: RoomPasswords;
  readonly #pins: RoomPins;
  readonly #tickets: SealedRoomTickets;

  constructor(options: RoomServiceOptions) {
    this.#options = options;
    const engine = new RoomEngine(options);
    this.#engine = engine;
    this.#passwords = new RoomPasswords(options.hashing, options.clock);
    this.#pins = new RoomPins(options.rooms, options.clock);
    this.#tickets = new SealedRoomTickets({
      sealer: options.sealer,
      // A token is looked at after whatever ends its seat at the same moment.
      find: (org, id) => engine.latest(org, id),
    });
    this.tickets = this.#tickets;
    const { people, clock, journal, eventLog } = options;
    this.moderation = new EngineModeration({
      engine,
      people,
      passwords: this.#passwords,
      pins: this.#pins,
      nowMs: () => clock.nowMs(),
    });
    this.dialling = new EngineDialling({ engine, people, nowMs: () => clock.nowMs() });
    this.chat = new RoomChat({ engine, journal, eventLog, nowMs: () => clock.nowMs() });
    this.reading = new RoomReading(engine, eventLog);
  }

  /** Takes up the open rooms of before: what is overdue happens now. */
  start(): Promise<void> {
    return this.#engine.start();
  }

  stop(): void {
    this.#engine.stop();
  }

  async create(scope: Scope, input: CreateRoomInput, alsoCommit?: AlsoCommitRoom): Promise<Room> {
    const { org, principal } = scope;
    const createdBy = actorOf(principal).memberId;
    const metadata = parseMetadata(input.metadata);
    const { open } = this.#engine;
    this.#requireCapacity(org, createdBy);
    open.enter(org, createdBy);
    try {
      const { password = null, dialIn = false } = input;
      const passwordHash = password === null ? null : await this.#passwords.hash(password);
      const nowMs = this.#options.clock.nowMs();
      const make = async (dialInPin: string | null) => {
        const made = createRoom(
          {
            id: newId('room', nowMs),
            org,
            name: input.name,
            createdBy,
            maxParticipants: input.maxParticipants ?? DEFAULT_MAX_PARTICIPANTS,
            settings: { ...DEFAULT_SETTINGS, ...input.settings },
            ...{ passwordHash, dialInPin, metadata },
          },
          nowMs,
        );
        return (await this.#engine.commit(scope, made, alsoCommit?.(made.state.room))).room;
      };
      return await (dialIn ? this.#pins.draw(org, make) : make(null));
    } finally {
      open.leave(org, createdBy);
    }
  }

  async get(scope: Scope, id: string): Promise<Room> {
    return (await this.#engine.load(scope, id, 'read')).room;
  }

  list(scope: Scope, status: Room['status'], page: PageRequest): Promise<Page<Room>> {
    const { memberId } = actorOf(scope.principal);
    return this.#options.rooms.list(scope.org, { memberId, status }, page);
  }

  async join(scope: Scope, id: string, input: JoinInput): Promise<Joined> {
    return this.#enter(scope, id, await this.#joining(scope, id, input));
  }

  async joinByPin(
    scope: Scope,
    { pin, from, displayName }: Parameters<Rooms['joinByPin']>[1],
  ): Promise<Joined> {
    const id = await this.#pins.find(scope.org, from, pin);
    const command = await this.#joining(scope, id, { displayName, kind: 'sip' });
    return this.#enter(scope, id, { ...command, provenPin: pin });
  }

  async #enter(scope: Scope, id: string, command: JoinCommand): Promise<Joined> {
    const { state, touched } = await this.#engine.change(scope, id, command);
    // Nothing is touched only where a browser has its seat, or waits, already.
    const participant = touched[0] ?? placeOf(state, command.by.memberId);
    if (participant === undefined) throw new AppError('room_not_found');
    this.#engine.attendance.arrived(participant.id);
    const ticket =
      participant.status === 'joined' ? await this.#tickets.issue(participant) : undefined;
    return { room: state.room, participant, ticket };
  }

  async leave(scope: Scope, id: string, participantId?: string): Promise<Participant> {
    const by = actorOf(scope.principal);
    const command = { type: 'leave', by, participantId: participantId ?? null } as const;
    const state = await this.#engine.command(scope, id, command);
    const left =
      participantId === undefined
        ? placeOf(state, by.memberId)
        : state.participants.get(participantId);
    if (left === undefined) throw new AppError('room_seat_required');
    return left;
  }

  async followedBy(org: string, memberId: string): Promise<readonly Room[]> {
    const found = await this.#options.rooms.list(org, { memberId, status: 'open' }, FOLLOWED_PAGE);
    const states = await Promise.all(found.items.map(({ id }) => this.#engine.find(org, id)));
    return states.flatMap((state) => {
      if (state === undefined || state.room.status === 'ended') return [];
      const status = placeOf(state, memberId)?.status;
      const concerned =
        state.room.createdBy === memberId || (status !== 'left' && status !== 'denied');
      return concerned && isVisibleTo(state, memberId) ? [state.room] : [];
    });
  }

  async seat(org: string, roomId: string, participantId: string): Promise<Seat | undefined> {
    const state = await this.#engine.latest(org, roomId);
    const participant = state?.participants.get(participantId);
    if (state === undefined || participant === undefined || !KEPT.has(participant.status)) {
      return undefined;
    }
    return { room: state.room, participant };
  }

  async seats(org: string, roomId: string): Promise<readonly Participant[]> {
    const state = await this.#engine.find(org, roomId);
    const people = state === undefined ? [] : [...state.participants.values()];
    return people.filter(({ status }) => status === 'joined');
  }

  mediaConnected(participantId: string): void {
    this.#engine.attendance.mediaConnected(participantId);
  }

  mediaLost(participantId: string): void {
    this.#engine.attendance.mediaLost(participantId);
  }

  async #joining(scope: Scope, id: string, input: JoinInput): Promise<JoinCommand> {
    const { org, principal } = scope;
    const by = actorOf(principal);
    const { displayName, password, kind = 'webrtc' } = input;
    const [state, name] = await Promise.all([
      this.#engine.find(org, id),
      displayName ?? this.#nameOf(org, by.memberId),
    ]);
    if (state === undefined) throw new AppError('room_not_found');
    const asked = password !== undefined && mustProve(state, by);
    const provenHash = asked
      ? await this.#passwords.prove(by.memberId, state.room, password)
      : null;
    const participantId = newId('part', this.#options.clock.nowMs());
    return { type: 'join', by, kind, participantId, displayName: name, provenHash };
  }

  async #nameOf(org: string, memberId: string): Promise<string> {
    const names = await this.#options.people.displayNames(org, [memberId]);
    return names.get(memberId) ?? memberId;
  }

  #requireCapacity(org: string, createdBy: string): void {
    const limit = this.#options.maxOpenPerUser;
    if (!createdBy.startsWith('key:') && this.#engine.open.countOf(org, createdBy) >= limit) {
      throw new AppError('room_limit_reached', { params: { limit } });
    }
  }
}

/** A password is looked at only where it opens the door: nobody guesses at one from outside a locked room. */
function mustProve(state: RoomState, by: JoinCommand['by']): boolean {
  if (state.room.status === 'ended' || state.room.locked || isModerator(state, by)) return false;
  const status = placeOf(state, by.memberId)?.status;
  return status !== 'joined' && status !== 'waiting' && status !== 'kicked';
}
