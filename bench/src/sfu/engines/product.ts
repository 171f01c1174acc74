import { Supervisor } from '@sky-genesis/media';
import type { Stream } from '../browser-sdp.ts';
import { type Browser, LoadGenerator } from '../load/load-generator.ts';
import { readRemote } from '../remote.ts';
import { CAMERA, type Sfu } from './sfu.ts';

const ROOM = 'bench';
/** One for all connections of a worker, as the server has it. */
const UDP_PORT = 40_000;

/** The product's engine: a supervisor and one worker, which holds the room. */
export class Product implements Sfu {
  readonly name = 'product';
  readonly load: LoadGenerator;
  readonly #supervisor: Supervisor;
  readonly #browsers: { readonly id: string; readonly browser: Browser }[] = [];
  readonly #published: { readonly by: string; readonly producerId: string }[] = [];

  private constructor(address: string) {
    this.load = new LoadGenerator(address);
    const admission = { maxConsumers: 100_000, maxLoopLagMs: 60_000 };
    const events = {
      state: () => undefined,
      speakers: () => undefined,
      quality: () => undefined,
      demand: () => undefined,
      roomsLost: () => {
        throw new Error('the worker under measurement died');
      },
    };
    const options = { bindAddress: address, ports: [UDP_PORT], workers: 1, admission };
    this.#supervisor = new Supervisor(options, events);
  }

  static async start(address: string): Promise<Product> {
    const product = new Product(address);
    await product.#supervisor.ready();
    return product;
  }

  get pids(): readonly number[] {
    return this.#supervisor.pids;
  }

  async publish(): Promise<void> {
    await this.join([CAMERA]);
  }

  async subscribe(): Promise<number> {
    const startMs = performance.now();
    const participant = await this.join([]);
    await this.receiveAll(participant);
    await this.#browsers.find(({ id }) => id === participant)?.browser.heard();
    return performance.now() - startMs;
  }

  /** A browser that sends `streams`; returns its participant id. */
  async join(streams: readonly Stream[]): Promise<string> {
    const browser = await this.load.open(streams);
    const participant = `participant-${this.#browsers.length}`;
    this.#browsers.push({ id: participant, browser });
    const { answer = '', published = [] } = await this.#supervisor.request(ROOM, {
      kind: 'join',
      room: ROOM,
      participant,
      offer: browser.offer(),
    });
    await browser.connect(readRemote(answer));
    await browser.opened();
    for (const { producerId } of published) this.#published.push({ by: participant, producerId });
    return participant;
  }

  /** Lets a participant receive what all the others publish now. */
  async receiveAll(participant: string): Promise<void> {
    const browser = this.#browsers.find(({ id }) => id === participant)?.browser;
    const producers = this.#published
      .filter(({ by }) => by !== participant)
      .map(({ producerId }) => producerId);
    const { offer = '' } = await this.#supervisor.request(ROOM, {
      kind: 'receive',
      participant,
      producers,
    });
    const answer = browser?.answer(offer, 'passive') ?? '';
    await this.#supervisor.request(ROOM, { kind: 'answer', participant, answer });
  }

  async stop(): Promise<void> {
    this.load.stop();
    await this.#supervisor.stop();
  }
}
