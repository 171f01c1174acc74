import { type MixedPhone, RoomMixer } from '../phone/room-mixer.ts';
import { type DirectionQuality, takeQuality } from '../router/quality.ts';
import { type RandomNumber, Router } from '../router/router.ts';
import { Speakers } from '../router/speakers.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import type { EngineEvents } from './engine-events.ts';

const OBSERVE_MS = 100;
const QUALITY_MS = 5000;

/** Who is in a room. */
interface Occupant {
  readonly id: string;
  /** Producer ids by mid. */
  readonly published: ReadonlyMap<string, string>;
  /** Where the router does not know: of a telephone. */
  takeQuality?(elapsedMs: number): readonly DirectionQuality[];
}

/** One room: who forwards for it, who is in it, and what its owner is told about it. */
export class Room {
  readonly id: string;
  readonly router: Router;
  /** By slot. */
  readonly occupants = new Map<number, Occupant>();
  #phones: readonly MixedPhone[] = [];
  #mixer: RoomMixer | undefined;
  readonly #events: EngineEvents;
  readonly #speakers = new Speakers();
  #observedMs = 0;
  #qualityMs: number;

  constructor(
    id: string,
    random: RandomNumber,
    epochMs: number,
    nowMs: number,
    events: EngineEvents,
  ) {
    this.id = id;
    this.router = new Router(random, epochMs);
    this.#events = events;
    this.#qualityMs = nowMs;
  }

  unpublish(producerId: string): void {
    this.router.unpublish(producerId);
    this.#speakers.forget(producerId);
  }

  addPhone(phone: MixedPhone, nowMs: number): void {
    this.#phones = [...this.#phones, phone];
    this.#mixer ??= new RoomMixer(nowMs);
  }

  removePhone(slot: number): void {
    this.#phones = this.#phones.filter((phone) => phone.slot !== slot);
    if (this.#phones.length > 0) return;
    this.#mixer?.end();
    this.#mixer = undefined;
  }

  /** Lets telephones speak and hear. To be called every 20 ms. */
  mix(batch: PacketBatch, forwards: ForwardList): void {
    this.#mixer?.run(this.#phones, this.router.producers, batch.nowMs, (slot, packet) =>
      this.router.receiveRtp(slot, batch, batch.addSource(packet, 0, packet.length), forwards),
    );
  }

  /**
   * Tells what has changed, and every few seconds how everybody fares. To be called every 20 ms.
   * @returns the slots of those who have vanished
   */
  observe(nowMs: number): readonly number[] {
    if (nowMs - this.#observedMs < OBSERVE_MS) return [];
    this.#observedMs = nowMs;
    this.#tellSpeakers(nowMs);
    this.#tellDemand(nowMs);
    if (nowMs - this.#qualityMs >= QUALITY_MS) {
      this.#tellQuality(nowMs, nowMs - this.#qualityMs);
      this.#qualityMs = nowMs;
    }
    return [...this.router.members.values()]
      .filter((member) => member.isLost(nowMs))
      .map(({ slot }) => slot);
  }

  #tellSpeakers(nowMs: number): void {
    const heard = this.#speakers.poll(this.router.producers, nowMs);
    if (heard === undefined) return;
    const speakers = heard.flatMap(({ slot, producer, levelDbov }) => {
      const participant = this.occupants.get(slot)?.id;
      return participant === undefined ? [] : { participant, producer, levelDbov };
    });
    this.#events.speakers(this.id, speakers);
  }

  #tellDemand(nowMs: number): void {
    for (const { id, published } of this.occupants.values()) {
      const producers = [...published].flatMap(([mid, producerId]) => {
        const producer = this.router.producers.get(producerId);
        return producer?.uplink.kind === 'video' ? { mid, producer } : [];
      });
      // Every one is updated, whatever came of the one before.
      const changed = producers.filter(({ producer }) => producer.updateDemand(nowMs));
      if (changed.length === 0) continue;
      const uplinks = producers.map(({ mid, producer }) => ({
        mid,
        layers: producer.demand.layers,
      }));
      this.#events.demand(id, uplinks);
    }
  }

  #tellQuality(nowMs: number, elapsedMs: number): void {
    const reports = [...this.occupants].flatMap(([slot, occupant]) => {
      const member = this.router.members.get(slot);
      const directions =
        occupant.takeQuality?.(elapsedMs) ??
        (member === undefined ? [] : takeQuality(member, nowMs, elapsedMs));
      return directions.map((direction) => ({ participant: occupant.id, ...direction }));
    });
    if (reports.length > 0) this.#events.quality(this.id, reports);
  }
}
