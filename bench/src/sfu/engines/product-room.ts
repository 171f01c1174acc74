import type { Supervisor } from '@sky-genesis/media';
import type { Stream } from '../browser-sdp.ts';
import type { Browser, LoadGenerator } from '../load/load-generator.ts';
import { readRemote } from '../remote.ts';

/** A room of the product's engine, with browsers of the load in it. */
export class ProductRoom {
  readonly #supervisor: Supervisor;
  readonly #load: LoadGenerator;
  readonly #id: string;
  readonly #browsers = new Map<string, Browser>();
  readonly #published: { readonly by: string; readonly producerId: string }[] = [];

  constructor(supervisor: Supervisor, load: LoadGenerator, id: string) {
    this.#supervisor = supervisor;
    this.#load = load;
    this.#id = id;
  }

  browser(participant: string): Browser {
    const browser = this.#browsers.get(participant);
    if (browser === undefined) throw new Error(`${participant} is not here`);
    return browser;
  }

  /** A browser that sends `streams`; returns its participant id once it is connected. */
  async join(streams: readonly Stream[]): Promise<string> {
    const browser = await this.#load.open(streams);
    const participant = `${this.#id}-${this.#browsers.size}`;
    this.#browsers.set(participant, browser);
    const { answer = '', published = [] } = await this.#supervisor.request(this.#id, {
      kind: 'join',
      room: this.#id,
      participant,
      offer: browser.offer(),
    });
    await browser.connect(readRemote(answer));
    await browser.opened();
    for (const { producerId } of published) this.#published.push({ by: participant, producerId });
    return participant;
  }

  /** Lets a participant receive what all the others publish now; returns of how many it does. */
  async receiveAll(participant: string): Promise<number> {
    const producers = this.#published
      .filter(({ by }) => by !== participant)
      .map(({ producerId }) => producerId);
    const { offer } = await this.#supervisor.request(this.#id, {
      kind: 'receive',
      participant,
      producers,
    });
    if (offer === undefined) return 0;
    const answer = this.browser(participant).answer(offer, 'passive');
    await this.#supervisor.request(this.#id, { kind: 'answer', participant, answer });
    return producers.length;
  }

  async leave(participant: string): Promise<void> {
    await this.#supervisor.request(this.#id, { kind: 'leave', participant });
  }

  async close(): Promise<void> {
    await this.#supervisor.request(this.#id, { kind: 'close-room', room: this.#id });
  }
}
