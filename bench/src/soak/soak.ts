import { Supervisor } from '@sky-genesis/media';
import type { Stream } from '../sfu/browser-sdp.ts';
import { ProductRoom } from '../sfu/engines/product-room.ts';
import { LoadGenerator } from '../sfu/load/load-generator.ts';
import type { Sample } from './flatness.ts';
import { footprint } from './footprint.ts';
import { seededRandom } from './random.ts';

export interface SoakOptions {
  readonly seed: number;
  /** Asked before each round. */
  readonly goesOn: (rounds: number) => boolean;
  readonly onSample?: (sample: Sample) => void;
}

const ADDRESS = '127.0.0.1';
/** As the server has it: one for each worker, the first that is free. */
const UDP_PORTS = { min: 9100, max: 9199 };
const MAX_PEOPLE = 5;
/** The first connections make what all others use. */
const WARM_UP_ROUNDS = 2;
const KINDS: readonly (readonly Stream['kind'][])[] = [
  ['audio', 'video'],
  ['audio'],
  ['video'],
  [],
];
const BYTES = { audio: 120, video: 1100 } as const;

/**
 * Rooms of two to five that meet, hear one another and go, one way or another, round after round. After
 * each, when nobody is left, the engine is looked at.
 */
export async function soak(options: SoakOptions): Promise<readonly Sample[]> {
  const soaking = new Soaking(options);
  try {
    return await soaking.run();
  } finally {
    await soaking.stop();
  }
}

class Soaking {
  readonly #options: SoakOptions;
  readonly #random: (below: number) => number;
  readonly #load = new LoadGenerator(ADDRESS);
  readonly #supervisor: Supervisor;
  readonly #closed = new Map<string, () => void>();
  #connections = 0;

  constructor(options: SoakOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    const events = {
      state: (participant: string, state: string) => {
        if (state === 'closed') this.#closed.get(participant)?.();
      },
      speakers: () => undefined,
      quality: () => undefined,
      demand: () => undefined,
      roomsLost: (rooms: readonly string[]) => {
        throw new Error(`a worker died with ${rooms.join()}`);
      },
    };
    const admission = { maxConsumers: 1000, maxLoopLagMs: 60_000 };
    this.#supervisor = new Supervisor(
      { bindAddress: ADDRESS, ports: UDP_PORTS, workers: 2, admission },
      events,
    );
  }

  async run(): Promise<readonly Sample[]> {
    const samples: Sample[] = [];
    await this.#supervisor.ready();
    await this.#load.pace({ audio: 50, video: 100 });
    for (let round = 0; this.#options.goesOn(round); round += 1) {
      await this.#round(round);
      const sample = { ...footprint(this.#supervisor.pids), connections: this.#connections };
      if (round < WARM_UP_ROUNDS) continue;
      samples.push(sample);
      this.#options.onSample?.(sample);
    }
    return samples;
  }

  async stop(): Promise<void> {
    this.#load.stop();
    await this.#supervisor.stop();
  }

  /** Two rooms at once, so that both workers have one. */
  async #round(round: number): Promise<void> {
    const rooms = ['a', 'b'].map((name) => ({
      room: new ProductRoom(this.#supervisor, this.#load, `round${round}${name}`),
      people: 2 + this.#random(MAX_PEOPLE - 1),
    }));
    await Promise.all(rooms.map(({ room, people }) => this.#meet(room, people)));
  }

  async #meet(room: ProductRoom, people: number): Promise<void> {
    const published = Array.from({ length: people }, (_, i) => this.#streams(i));
    const participants = await Promise.all(published.map((streams) => room.join(streams)));
    this.#connections += people;
    const gone = participants.map((participant) => this.#closing(participant));
    const hearing = await Promise.all(
      participants.map(async (participant) => ({
        participant,
        receives: (await room.receiveAll(participant)) > 0,
      })),
    );
    for (const { participant, receives } of hearing)
      if (receives) await room.browser(participant).heard();
    await this.#part(room, participants);
    await Promise.all(gone);
  }

  /** Some leave, some are just gone, and the room is closed behind the rest. */
  async #part(room: ProductRoom, participants: readonly string[]): Promise<void> {
    const present: string[] = [];
    for (const participant of participants) {
      const way = this.#random(3);
      if (way === 0) await room.leave(participant);
      if (way === 1) await room.browser(participant).close();
      else present.push(participant);
    }
    await room.close();
    for (const participant of present) await room.browser(participant).close();
  }

  async #closing(participant: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed.set(participant, resolve);
    await promise;
    this.#closed.delete(participant);
  }

  /** The first of a room sends sound and picture, so that there is something to hear. */
  #streams(person: number): readonly Stream[] {
    const kinds = KINDS[person === 0 ? 0 : this.#random(KINDS.length)] ?? [];
    return kinds.map((kind, i) => ({
      kind,
      ssrc: 0x2000_0000 + 1000 * this.#connections + 100 * person + 10 * i,
      packetBytes: BYTES[kind],
    }));
  }
}
