import { ActiveSpeaker, SPEAKER_RULES } from '@sky-genesis/rtp';
import type { Producer } from './producer.ts';

/** Changes are told this often at most. */
const TELL_MS = 250;
/** What is louder than the floor by this begins to be heard, and ends nearer to it. */
const ENTER_DB = 6;
const LEAVE_DB = 3;

export interface HeardProducer {
  readonly producer: string;
  readonly slot: number;
  readonly levelDbov: number;
}

/** Who is heard in a room: the one who has the floor first, the others by when they began. */
export class Speakers {
  readonly #active = new ActiveSpeaker();
  #listed: readonly string[] = [];
  #toldMs = Number.NEGATIVE_INFINITY;

  /** To be called every 100 ms. @returns the list when it has changed, undefined otherwise */
  poll(
    producers: ReadonlyMap<string, Producer>,
    nowMs: number,
  ): readonly HeardProducer[] | undefined {
    for (const producer of producers.values()) {
      const levelDbov = producer.takeLevel();
      if (levelDbov !== undefined && !producer.blocked)
        this.#active.hear(producer.id, levelDbov, nowMs);
    }
    if (nowMs - this.#toldMs < TELL_MS) return undefined;
    const heard = new Map<string, HeardProducer>();
    for (const { source, levelDbov } of this.#active.heard(nowMs)) {
      const slot = producers.get(source)?.slot;
      const neededDb = this.#listed.includes(source) ? LEAVE_DB : ENTER_DB;
      if (slot !== undefined && SPEAKER_RULES.floorDbov - levelDbov >= neededDb)
        heard.set(source, { producer: source, slot, levelDbov });
    }
    const listed = this.#order(heard, nowMs);
    if (listed.join() === this.#listed.join()) return undefined;
    this.#listed = listed;
    this.#toldMs = nowMs;
    return listed.flatMap((source) => heard.get(source) ?? []);
  }

  forget(producer: string): void {
    this.#active.remove(producer);
  }

  #order(heard: ReadonlyMap<string, HeardProducer>, nowMs: number): readonly string[] {
    const speaker = this.#active.speaker(nowMs) ?? '';
    const inOrder = new Set([speaker, ...this.#listed, ...heard.keys()]);
    return [...inOrder].filter((source) => heard.has(source));
  }
}
