import type { Supervisor } from '@sky-genesis/media';
import type { Stream } from '../browser-sdp.ts';
import { LoadGenerator } from '../load/load-generator.ts';
import { startMeasuredEngine } from './measured-engine.ts';
import { ProductRoom } from './product-room.ts';
import { CAMERA, type Sfu } from './sfu.ts';

const ROOM = 'bench';
/** One for all connections of a worker, as the server has it. */
const UDP_PORTS = { min: 40_000, max: 40_000 };

/** The product's engine: a supervisor and one worker, which holds the room. */
export class Product implements Sfu {
  readonly name = 'product';
  readonly findingMs = 3000;
  readonly load: LoadGenerator;
  readonly #supervisor: Supervisor;
  readonly #room: ProductRoom;

  private constructor(load: LoadGenerator, supervisor: Supervisor) {
    this.load = load;
    this.#supervisor = supervisor;
    this.#room = new ProductRoom(supervisor, load, ROOM);
  }

  static async start(address: string): Promise<Product> {
    const supervisor = await startMeasuredEngine({ bindAddress: address, ports: UDP_PORTS });
    return new Product(new LoadGenerator(address), supervisor);
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
    await this.#room.browser(participant).heard();
    return performance.now() - startMs;
  }

  /** A browser that sends `streams`; returns its participant id. */
  async join(streams: readonly Stream[]): Promise<string> {
    return await this.#room.join(streams);
  }

  /** Lets a participant receive what all the others publish now. */
  async receiveAll(participant: string): Promise<void> {
    await this.#room.receiveAll(participant);
  }

  async stop(): Promise<void> {
    this.load.stop();
    await this.#supervisor.stop();
  }
}
