import type { EngineEvents } from '../engine/engine-events.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import type { WorkerCommand } from '../worker/commands.ts';
import type { WorkerResult } from '../worker/messages.ts';
import { type Admission, hasRoom, MediaFull } from './admission.ts';
import { WorkerGone, type WorkerOptions, WorkerProcess } from './worker-process.ts';

/** A worker that dies younger than this is not replaced faster than the other. */
const YOUNG_MS = 1000;
const RESTART_MS = 250;

export interface SupervisorOptions {
  readonly bindAddress: string;
  /** As in `SystemBackendOptions`. */
  readonly announcedAddresses?: readonly string[];
  /** UDP ports of which each worker holds one, the first that is free, for all its browsers. Without it any will do. */
  readonly ports?: PortLimits;
  /** Where telephones are spoken to: shared out among the workers. Without it there are none. */
  readonly rtpPorts?: PortLimits;
  /** Bound for telephones: an address of their family, whatever browsers are served on. `bindAddress` when absent. */
  readonly rtpAddress?: string;
  /** One for each core, as a rule. */
  readonly workers: number;
  readonly admission: Admission;
}

/** Events of telephones: only a gateway cares. */
type TelephoneEvents = Partial<Pick<EngineEvents, 'dtmf' | 'played'>>;

export interface SupervisorEvents extends Omit<EngineEvents, 'dtmf' | 'played'>, TelephoneEvents {
  /** The worker of these rooms died, with all who were in them: they can be joined again at once. */
  roomsLost(rooms: readonly string[]): void;
}

interface Seat {
  readonly options: WorkerOptions;
  readonly rooms: Set<string>;
  worker: WorkerProcess;
  startedMs: number;
}

/**
 * The worker processes of a node. A room lives on one of them, chosen when the room is first met: the
 * one with the fewest consumers that has room, of those that have come up. A worker that dies is replaced,
 * and its rooms find another meanwhile.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #events: SupervisorEvents;
  readonly #seats: Seat[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #phase: 'serving' | 'draining' | 'stopped' = 'serving';

  constructor(options: SupervisorOptions, events: SupervisorEvents) {
    this.#options = options;
    this.#events = events;
    this.#seats = Array.from({ length: options.workers }, (_, i) => {
      const own = ownOptions(options, i);
      const worker = this.#start(own, i);
      return { options: own, rooms: new Set<string>(), worker, startedMs: performance.now() };
    });
  }

  /** Process ids, for health reports. */
  get pids(): readonly number[] {
    return this.#seats.flatMap(({ worker }) => worker.pid ?? []);
  }

  /** Resolves once every worker serves. @throws WorkerGone when one cannot start; then none is left */
  async ready(): Promise<void> {
    try {
      await Promise.all(this.#seats.map(({ worker }) => worker.ready));
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Sends a command to the worker of `room`.
   * @throws MediaFull when no worker has room for a new room or participant, or while draining;
   *   MediaRefused by the worker; WorkerGone
   */
  async request(room: string, command: WorkerCommand): Promise<WorkerResult> {
    const joins = command.kind === 'join' || command.kind === 'plain-open';
    const seat = joins ? this.#seatToJoin(room) : this.#seatOf(room);
    if (seat === undefined) {
      // Who is gone has left.
      if (command.kind === 'leave' || command.kind === 'close-room') return {};
      throw new WorkerGone('No media worker has this room.');
    }
    const more = seat.worker.growth(command);
    if (more > 0 && !hasRoom(seat.worker.load, this.#options.admission, more))
      throw new MediaFull('The media worker of this room is at its limit.');
    if (command.kind === 'close-room') seat.rooms.delete(command.room);
    return await seat.worker.request(command);
  }

  /** Takes no new rooms and participants from now on; those there go on. */
  drain(): void {
    if (this.#phase === 'serving') this.#phase = 'draining';
  }

  /** Ends the workers; resolves when they have. */
  async stop(): Promise<void> {
    this.#phase = 'stopped';
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#seats.map(({ worker }) => worker.end()));
  }

  #seatOf(room: string): Seat | undefined {
    return this.#seats.find(({ rooms }) => rooms.has(room));
  }

  #seatToJoin(room: string): Seat {
    if (this.#phase !== 'serving') throw new MediaFull('This node takes no more participants.');
    const { admission } = this.#options;
    const home = this.#seatOf(room);
    const open = (home === undefined ? this.#seats : [home])
      .filter(({ worker }) => hasRoom(worker.load, admission))
      .sort((a, b) => precedence(a.worker, b.worker));
    const [seat] = open;
    if (seat === undefined) throw new MediaFull('Every media worker is at its limit.');
    seat.rooms.add(room);
    return seat;
  }

  #start(options: WorkerOptions, index: number): WorkerProcess {
    const told = this.#events;
    return new WorkerProcess(options, {
      state: (participant, state, reason) => told.state(participant, state, reason),
      speakers: (room, speakers) => told.speakers(room, speakers),
      quality: (room, reports) => told.quality(room, reports),
      demand: (participant, uplinks) => told.demand(participant, uplinks),
      dtmf: (participant, digit, durationMs) => told.dtmf?.(participant, digit, durationMs),
      played: (participant) => told.played?.(participant),
      exited: () => this.#replace(index),
    });
  }

  /** At once, so that rooms are back as soon as can be; but not in a loop of workers that die young. */
  #replace(index: number): void {
    const seat = this.#seats[index];
    if (seat === undefined || this.#phase === 'stopped') return;
    const lost = [...seat.rooms];
    seat.rooms.clear();
    const restart = () => {
      seat.startedMs = performance.now();
      seat.worker = this.#start(seat.options, index);
      this.#events.roomsLost(lost);
    };
    if (performance.now() - seat.startedMs > YOUNG_MS) {
      restart();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      restart();
    }, RESTART_MS);
    this.#timers.add(timer);
  }
}

/** Where a new room goes first. */
function precedence(a: WorkerProcess, b: WorkerProcess): number {
  return Number(b.serving) - Number(a.serving) || a.load.consumers - b.load.consumers;
}

/** What is worker `index`'s own. */
function ownOptions(options: SupervisorOptions, index: number): WorkerOptions {
  const { bindAddress, announcedAddresses, ports, rtpPorts, rtpAddress, workers } = options;
  return {
    bindAddress,
    ...(ports === undefined ? {} : { ports }),
    ...(announcedAddresses === undefined ? {} : { announcedAddresses }),
    ...(rtpAddress === undefined ? {} : { rtpAddress }),
    ...(rtpPorts === undefined ? {} : { rtpPorts: slice(rtpPorts, index, workers) }),
  };
}

/** A worker's part of the range; pairs stay together. */
function slice({ min, max }: PortLimits, index: number, workers: number): PortLimits {
  const even = min + (min % 2);
  const pairs = Math.floor((max - even + 1) / 2 / workers);
  const first = even + 2 * pairs * index;
  return { min: first, max: first + 2 * pairs - 1 };
}
