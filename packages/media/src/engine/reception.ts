import type { Producer } from '../router/producer.ts';
import type { Participant, ReceivedMedia } from './participant.ts';

/** What one participant receives, as a set: changed as a whole, in one renegotiation. */
export class Reception {
  readonly #participant: Participant;
  readonly #nameOf: (slot: number) => string | undefined;

  /** @param nameOf the participant on a slot */
  constructor(participant: Participant, nameOf: (slot: number) => string | undefined) {
    this.#participant = participant;
    this.#nameOf = nameOf;
  }

  set(producerIds: readonly string[], nowMs: number): ReceivedMedia {
    const { received, room, session } = this.#participant;
    const wanted = new Set(producerIds);
    const refused: string[] = [];
    const ended = [...received.keys()].filter(
      (id) => !wanted.has(id) || !room.router.producers.has(id),
    );
    let changed = ended.length > 0;
    // New ones come first: a section that is stopped now must not begin anew in the same offer, or
    // the browser would take both for one track.
    for (const id of wanted) {
      const producer = room.router.producers.get(id);
      if (producer === undefined || received.has(id)) continue;
      if (this.#add(producer, nowMs)) changed = true;
      else refused.push(id);
    }
    for (const id of ended) this.#stop(id);
    return {
      ...(changed ? { offer: session.offer() } : {}),
      received: [...received].map(([producerId, mid]) => ({ mid, producerId })),
      refused,
    };
  }

  /** Answers what the participant's offer has for receiving, kind by kind, by these; there will be no offer of ours. */
  fill(producerIds: readonly string[], nowMs: number): Omit<ReceivedMedia, 'offer'> {
    const { received, room } = this.#participant;
    const refused = [...new Set(producerIds)].filter((id) => {
      const producer = room.router.producers.get(id);
      return producer !== undefined && !this.#add(producer, nowMs, 'fillDownlink');
    });
    return { received: [...received].map(([producerId, mid]) => ({ mid, producerId })), refused };
  }

  #add(
    producer: Producer,
    nowMs: number,
    place: 'addDownlink' | 'fillDownlink' = 'addDownlink',
  ): boolean {
    const { session, room, transport, received } = this.#participant;
    const { router } = room;
    const { kind, codec } = producer.uplink;
    const repair = codec.rtxPayloadType === undefined ? {} : { rtxSsrc: router.newSsrc() };
    const outgoing = {
      ssrc: router.newSsrc(),
      ...repair,
      // One CNAME for all of a publisher's streams, so that sound and picture are synchronised.
      cname: `p${producer.slot}`,
      streamId: this.#nameOf(producer.slot) ?? producer.id,
      trackId: producer.id,
    };
    const section = session[place](kind, codec, outgoing);
    if (section === undefined) return false;
    router.receive(transport.slot, producer, section, outgoing, nowMs);
    received.set(producer.id, section.mid);
    return true;
  }

  #stop(producerId: string): void {
    const { received, room, session, transport } = this.#participant;
    const mid = received.get(producerId);
    received.delete(producerId);
    room.router.drop(transport.slot, producerId);
    if (mid !== undefined) session.stopDownlink(mid);
  }
}
