import { packetKind } from '@sky-genesis/rtp';
import { BrowserSession } from '../negotiation/browser-session.ts';
import { type RandomNumber, Router } from '../router/router.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { BackendFactory, MediaBackend } from '../transport/media-transport.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import {
  AlreadyJoined,
  type Participant,
  type PublishedMedia,
  UnknownMedia,
} from './participant.ts';

export interface EngineOptions {
  readonly backend: BackendFactory;
  readonly random: RandomNumber;
  /** `Date.now()` less `performance.now()`. */
  readonly epochMs: number;
  /** A participant's transport has connected, or is gone with all it published and received. */
  readonly onState: (participantId: string, state: 'connected' | 'closed') => void;
}

/** What one process does: rooms, each with a router, on one backend. Driven from outside. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #backend: MediaBackend;
  readonly #rooms = new Map<string, Router>();
  readonly #participants = new Map<string, Participant>();
  readonly #bySlot: (Participant | undefined)[] = [];
  /** The router of each slot: the only thing the packet path looks up. */
  readonly #routers: (Router | undefined)[] = [];
  #ids = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#backend = options.backend({
      packets: (batch, forwards) => this.#packets(batch, forwards),
      connected: (slot) => this.#tell(slot, 'connected'),
      transportClosed: (slot) => this.#released(slot),
    });
  }

  get participantCount(): number {
    return this.#participants.size;
  }

  get consumerCount(): number {
    return [...this.#participants.values()].reduce((sum, { received }) => sum + received.size, 0);
  }

  /**
   * Connects a browser to a room by its first offer; the room is made with its first participant.
   * @throws AlreadyJoined, DescriptionRefused or TransportRefused
   */
  async join(
    roomId: string,
    id: string,
    offer: string,
  ): Promise<{ readonly answer: string; readonly published: readonly PublishedMedia[] }> {
    if (this.#participants.has(id)) throw new AlreadyJoined(`${id} is here already.`);
    const session = new BrowserSession(String(1 + this.#options.random(2 ** 40)));
    const transport = await this.#backend.open(session.takeOffer(offer));
    if (this.#participants.has(id)) {
      transport.close();
      throw new AlreadyJoined(`${id} has joined in the meantime.`);
    }
    const router =
      this.#rooms.get(roomId) ?? new Router(this.#options.random, this.#options.epochMs);
    this.#rooms.set(roomId, router);
    const participant: Participant = {
      id,
      roomId,
      session,
      transport,
      published: new Map(),
      received: new Map(),
    };
    this.#participants.set(id, participant);
    this.#bySlot[transport.slot] = participant;
    this.#routers[transport.slot] = router;
    router.join(transport.slot, performance.now());
    const answer = session.answer(transport.local);
    return { answer, published: this.#publish(participant, router) };
  }

  /** A later offer of the browser: what it publishes has changed. @throws DescriptionRefused */
  offer(
    id: string,
    offer: string,
  ): { readonly answer: string; readonly published: readonly PublishedMedia[] } {
    const participant = this.#participant(id);
    participant.session.takeOffer(offer);
    const answer = participant.session.answer(participant.transport.local);
    return { answer, published: this.#publish(participant, this.#router(participant)) };
  }

  /**
   * Lets a participant receive a producer of its room: the browser answers the offer that is returned.
   * @throws UnknownMedia, or DescriptionRefused when it cannot decode it
   */
  consume(id: string, producerId: string): { readonly consumerId: string; readonly offer: string } {
    const participant = this.#participant(id);
    const router = this.#router(participant);
    const producer = router.producer(producerId);
    if (producer === undefined) throw new UnknownMedia(`There is no producer ${producerId}.`);
    const { kind, codec } = producer.uplink;
    const ssrc = router.newSsrc();
    const repair = codec.rtxPayloadType === undefined ? {} : { rtxSsrc: router.newSsrc() };
    const outgoing = {
      ssrc,
      ...repair,
      // One CNAME for all of a publisher's streams, so that sound and picture are synchronised.
      cname: `p${producer.slot}`,
      streamId: this.#bySlot[producer.slot]?.id ?? producerId,
      trackId: producerId,
    };
    const section = participant.session.addDownlink(kind, codec.name, outgoing);
    const consumerId = this.#newId('consumer');
    router.receive(participant.transport.slot, consumerId, producer, section, outgoing);
    participant.received.set(consumerId, section.mid);
    return { consumerId, offer: participant.session.offer() };
  }

  /** Ends a consumer. @returns the offer that tells the browser */
  drop(id: string, consumerId: string): { readonly offer: string } {
    const participant = this.#participant(id);
    const mid = participant.received.get(consumerId);
    if (mid === undefined) throw new UnknownMedia(`There is no consumer ${consumerId}.`);
    participant.received.delete(consumerId);
    this.#router(participant).drop(participant.transport.slot, consumerId);
    participant.session.stopDownlink(mid);
    return { offer: participant.session.offer() };
  }

  /** The browser's answer to the offer made last. @throws DescriptionRefused */
  answer(id: string, answer: string): void {
    this.#participant(id).session.takeAnswer(answer);
  }

  /** The highest simulcast layer a consumer may get, 0 for the smallest; -1 pauses it. */
  want(id: string, consumerId: string, layer: number): void {
    const participant = this.#participant(id);
    this.#router(participant).want(participant.transport.slot, consumerId, layer);
  }

  /** Idempotent: who has left before is gone. */
  leave(id: string): void {
    this.#participants.get(id)?.transport.close();
  }

  /** To be called every 20 ms. */
  tick(): void {
    this.#backend.send((batch, forwards) => {
      for (const router of this.#rooms.values()) router.tick(batch, forwards);
    });
  }

  async close(): Promise<void> {
    await this.#backend.close();
  }

  #packets(batch: PacketBatch, forwards: ForwardList): void {
    let control = false;
    for (let i = 0; i < batch.received; i += 1) {
      const slot = batch.slots[i] ?? -1;
      if (packetKind(batch.buffer(i), batch.starts[i], batch.ends[i]) === 'rtcp') control = true;
      else this.#routers[slot]?.receiveRtp(slot, batch, i, forwards);
    }
    // Behind the media: what is sent again lies in histories that later packets overwrite.
    for (let i = 0; control && i < batch.received; i += 1) {
      const slot = batch.slots[i] ?? -1;
      this.#routers[slot]?.receiveRtcp(slot, batch, i, forwards);
    }
  }

  #publish(participant: Participant, router: Router): readonly PublishedMedia[] {
    const uplinks = participant.session.uplinks();
    const { published, transport } = participant;
    for (const [mid, producerId] of published) {
      if (uplinks.some((uplink) => uplink.mid === mid)) continue;
      router.unpublish(producerId);
      published.delete(mid);
    }
    return uplinks.map((uplink) => {
      const known = published.get(uplink.mid);
      const producerId = known ?? this.#newId('producer');
      if (known === undefined) router.publish(transport.slot, producerId, uplink);
      published.set(uplink.mid, producerId);
      return { producerId, mid: uplink.mid, kind: uplink.kind };
    });
  }

  #released(slot: number): void {
    const participant = this.#bySlot[slot];
    if (participant === undefined) return;
    this.#tell(slot, 'closed');
    this.#routers[slot]?.leave(slot);
    this.#routers[slot] = undefined;
    this.#bySlot[slot] = undefined;
    this.#participants.delete(participant.id);
    const { roomId } = participant;
    const empty = ![...this.#participants.values()].some((other) => other.roomId === roomId);
    if (empty) this.#rooms.delete(roomId);
  }

  #tell(slot: number, state: 'connected' | 'closed'): void {
    const participant = this.#bySlot[slot];
    if (participant !== undefined) this.#options.onState(participant.id, state);
  }

  #participant(id: string): Participant {
    const participant = this.#participants.get(id);
    if (participant === undefined) throw new UnknownMedia(`There is no participant ${id}.`);
    return participant;
  }

  #router({ roomId }: Participant): Router {
    const router = this.#rooms.get(roomId);
    if (router === undefined) throw new UnknownMedia(`There is no room ${roomId}.`);
    return router;
  }

  #newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }
}
