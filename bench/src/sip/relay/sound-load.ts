import { setTimeout as pause } from 'node:timers/promises';
import { processorSeconds } from '../../sfu/processor-time.ts';
import type { Relay } from './relay.ts';
import { SoundEnd } from './sound-end.ts';

/** Of one end. */
const PACKETS_PER_SECOND = 50;
/** Counting ends when nothing more has come for so long. */
const SETTLE_MS = 100;
const MAX_SETTLE_STEPS = 30;

export interface Measured {
  readonly microsPerPacket: number;
  /** 0 to 1. */
  readonly lost: number;
  /** Ends that heard something else than the other said. */
  readonly altered: number;
}

/** Calls through one relay, both ends of which speak all the time. */
export class SoundLoad {
  readonly #relay: Relay;
  readonly #secure: boolean;
  readonly #ends: SoundEnd[] = [];

  /** @param secure whether one side of each call is SRTP */
  constructor(relay: Relay, secure: boolean) {
    this.#relay = relay;
    this.#secure = secure;
  }

  /** Adds calls until both sides together send so many packets a second. */
  async grow(packetsPerSecond: number): Promise<void> {
    while (this.#ends.length * PACKETS_PER_SECOND < packetsPerSecond) {
      const [a, b] = [await SoundEnd.open(false), await SoundEnd.open(this.#secure)];
      const doors = await this.#relay.connect(`call-${this.#ends.length}`, a.end, b.end);
      await a.enter(doors[0]);
      await b.enter(doors[1]);
      this.#ends.push(a, b);
    }
  }

  async measure(ms: number): Promise<Measured> {
    for (const end of this.#ends) end.examine();
    const before = { seconds: processorSeconds(this.#relay.pids), received: this.#received() };
    const sent = await this.speak(ms);
    await this.#settle();
    const received = this.#received() - before.received;
    const seconds = processorSeconds(this.#relay.pids) - before.seconds;
    const altered = this.#ends.filter(({ untouched }) => !untouched).length;
    return { microsPerPacket: (1e6 * seconds) / received, lost: 1 - received / sent, altered };
  }

  /** Lets all ends speak in turn, evenly; returns how many packets that were. */
  async speak(ms: number): Promise<number> {
    const ends = this.#ends;
    const perMs = (ends.length * PACKETS_PER_SECOND) / 1000;
    const startMs = performance.now();
    let sent = 0;
    for (;;) {
      const elapsedMs = Math.min(performance.now() - startMs, ms);
      for (; sent < elapsedMs * perMs; sent += 1) ends[sent % ends.length]?.speak();
      if (elapsedMs >= ms) return sent;
      await pause(1);
    }
  }

  stop(): void {
    for (const end of this.#ends) end.close();
  }

  /** What is under way is not lost. */
  async #settle(): Promise<void> {
    let received = -1;
    for (let step = 0; step < MAX_SETTLE_STEPS && received !== this.#received(); step += 1) {
      received = this.#received();
      await pause(SETTLE_MS);
    }
  }

  #received(): number {
    return this.#ends.reduce((sum, { received }) => sum + received, 0);
  }
}
