import { packetKind } from '@sky-genesis/rtp';
import { BrowserSession } from '../negotiation/browser-session.ts';
import type { LegSettings } from '../phone/leg-settings.ts';
import { PortRange } from '../phone/port-range.ts';
import { Prompt } from '../phone/prompt.ts';
import type { RandomNumber, Router } from '../router/router.ts';
import type { Wish } from '../router/wish.ts';
import type { PolledSockets } from '../system/polled-sockets.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { BackendFactory, MediaBackend } from '../transport/media-transport.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import type { CloseReason, EngineEvents } from './engine-events.ts';
import {
  AlreadyJoined,
  type JoinedMedia,
  type Participant,
  type PublishedMedia,
  type ReceivedMedia,
  UnknownMedia,
} from './participant.ts';
import { type PhonePlace, Phones } from './phones.ts';
import { Reception } from './reception.ts';
import { Room } from './room.ts';
import type { SecurePath } from './secure-path.ts';

export interface EngineOptions {
  readonly backend: BackendFactory;
  readonly random: RandomNumber;
  /** `Date.now()` less `performance.now()`. */
  readonly epochMs: number;
  readonly events: EngineEvents;
  /** For telephones: where their sockets are bound, and the ports that they share. */
  readonly telephony: {
    readonly sockets: PolledSockets;
    readonly bindAddress: string;
    readonly ports: PortLimits;
  };
}

/** What one process does: rooms, each with a router, on one backend. Driven from outside. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #backend: MediaBackend;
  readonly #rooms = new Map<string, Room>();
  readonly #participants = new Map<string, Participant>();
  readonly #bySlot: (Participant | undefined)[] = [];
  /** The router of each slot, or the telephone's path: the only thing the packet path looks up. */
  readonly #takers: (Router | SecurePath | undefined)[] = [];
  readonly #securePaths = new Map<number, SecurePath>();
  readonly #phones: Phones;
  #ids = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { random, epochMs, events, telephony } = options;
    const { sockets, bindAddress, ports } = telephony;
    this.#phones = new Phones({
      sockets,
      bindAddress,
      ports: new PortRange(ports),
      transports: {
        reserve: () => this.#backend.reserve(),
        open: async (remote, reserved, path) => {
          const transport = await this.#backend.open(remote, reserved);
          this.#takers[transport.slot] = path;
          this.#securePaths.set(transport.slot, path);
          return transport;
        },
      },
      random,
      epochMs,
      events,
      onLost: (id) => void this.#closePhone(id, 'lost'),
    });
    this.#backend = options.backend({
      packets: (batch, forwards) => this.#packets(batch, forwards),
      connected: (slot) => this.#connected(slot),
      transportClosed: (slot, failed) => this.#released(slot, failed),
    });
  }

  get participantCount(): number {
    return this.#participants.size + this.#phones.count;
  }

  /** A telephone costs about as much as a stream that is forwarded: it is decoded, mixed and encoded. */
  get consumerCount(): number {
    return [...this.#participants.values()].reduce(
      (sum, { received }) => sum + received.size,
      this.#phones.count,
    );
  }

  /**
   * Connects a browser to a room by its first offer; the room is made with its first participant. A player that will
   * take no offer of ours (WHEP) names the producers that the answer is to serve it with.
   * @throws AlreadyJoined, DescriptionRefused or TransportRefused
   */
  async join(
    roomId: string,
    id: string,
    offer: string,
    producers: readonly string[] = [],
  ): Promise<JoinedMedia> {
    if (this.#isHere(id)) throw new AlreadyJoined(`${id} is here already.`);
    const session = new BrowserSession(String(1 + this.#options.random(2 ** 40)));
    const transport = await this.#backend.open(session.takeOffer(offer));
    if (this.#isHere(id)) {
      transport.close();
      throw new AlreadyJoined(`${id} has joined in the meantime.`);
    }
    const room = this.#room(roomId);
    const participant: Participant = {
      id,
      room,
      session,
      transport,
      published: new Map(),
      received: new Map(),
    };
    this.#participants.set(id, participant);
    this.#bySlot[transport.slot] = participant;
    this.#takers[transport.slot] = room.router;
    room.occupants.set(transport.slot, participant);
    room.router.join(transport.slot, performance.now());
    const filled = this.#reception(participant).fill(producers, performance.now());
    const answer = session.answer(transport.local);
    return { answer, published: this.#publish(participant), ...filled };
  }

  /** A later offer of the browser: what it publishes has changed. @throws DescriptionRefused */
  offer(
    id: string,
    offer: string,
  ): { readonly answer: string; readonly published: readonly PublishedMedia[] } {
    const participant = this.#participant(id);
    participant.session.takeOffer(offer);
    const answer = participant.session.answer(participant.transport.local);
    return { answer, published: this.#publish(participant) };
  }

  /** The browser's answer to the offer made last. @throws DescriptionRefused */
  answer(id: string, answer: string): void {
    this.#participant(id).session.takeAnswer(answer);
  }

  /**
   * Sets all that a participant receives: the difference to what it has becomes one offer, or none.
   * Producers that are not, or no longer, in its room are left out.
   */
  receive(id: string, producers: readonly string[]): ReceivedMedia {
    if (this.#phones.has(id)) {
      const heard = this.#phones.hear(id, producers);
      return { received: heard.map((producerId) => ({ mid: 'mix', producerId })), refused: [] };
    }
    return this.#reception(this.#participant(id)).set(producers, performance.now());
  }

  /** How a participant wants to see a producer that it receives. @throws UnknownMedia */
  want(id: string, producerId: string, wish: Wish): void {
    const { room, transport } = this.#participant(id);
    if (!room.router.want(transport.slot, producerId, wish, performance.now()))
      throw new UnknownMedia(`${id} does not receive ${producerId}.`);
  }

  /** While it is blocked, nothing of a participant's producer is forwarded. @throws UnknownMedia */
  block(id: string, producerId: string, blocked: boolean): void {
    const slot = this.#phones.slotOf(id) ?? this.#participant(id).transport.slot;
    const room = [...this.#rooms.values()].find(
      ({ router }) => router.producers.get(producerId)?.slot === slot,
    );
    if (room === undefined) throw new UnknownMedia(`${id} does not publish ${producerId}.`);
    room.router.block(producerId, blocked, performance.now());
  }

  /** Idempotent: who has left before is gone. */
  async leave(id: string): Promise<void> {
    this.#participants.get(id)?.transport.close();
    await this.#closePhone(id, 'left');
  }

  /**
   * Gives a telephone a place in a room; the room is made with its first participant.
   * @param secured by ICE and DTLS, in place of a port of its own
   * @throws AlreadyJoined, NoPort, or TransportRefused
   */
  async openPhone(
    roomId: string,
    id: string,
    secured = false,
  ): Promise<PhonePlace & { readonly published: readonly PublishedMedia[] }> {
    if (this.#isHere(id)) throw new AlreadyJoined(`${id} is here already.`);
    const producerId = this.#newProducerId();
    const place = await this.#phones.open(id, producerId, secured, () =>
      this.#isHere(id) ? undefined : this.#room(roomId),
    );
    return { ...place, published: [{ producerId, mid: 'phone', kind: 'audio' }] };
  }

  /** What signaling has agreed on with a telephone. @throws UnknownMedia, or TransportRefused */
  connectPhone(id: string, settings: LegSettings): Promise<void> {
    return this.#phones.connect(id, settings);
  }

  /**
   * Plays samples at 16 kHz to a telephone, on top of what it hears and in place of what was played before;
   * undefined stops that.
   * @throws UnknownMedia
   */
  play(id: string, samples: Int16Array | undefined, loop: boolean): void {
    this.#phones.play(id, samples === undefined ? undefined : new Prompt(samples, loop));
  }

  /** Presses keys towards a telephone. @throws UnknownMedia or TransportRefused */
  press(id: string, digits: string, durationMs: number): void {
    this.#phones.press(id, digits, durationMs);
  }

  /** All leave. Idempotent. */
  closeRoom(roomId: string): void {
    for (const participant of this.#participants.values())
      if (participant.room.id === roomId) this.#close(participant, 'room_closed');
    for (const id of this.#phones.inRoom(roomId)) void this.#closePhone(id, 'room_closed');
  }

  /** To be called every 20 ms. */
  tick(): void {
    this.#backend.send((batch, forwards) => {
      for (const room of this.#rooms.values()) {
        room.mix(batch, forwards);
        room.router.tick(batch, forwards);
      }
    });
    const nowMs = performance.now();
    for (const room of this.#rooms.values())
      for (const slot of room.observe(nowMs)) this.#lose(slot);
    for (const id of this.#phones.observe(nowMs)) void this.#closePhone(id, 'lost');
  }

  async close(): Promise<void> {
    await this.#backend.close();
  }

  #packets(batch: PacketBatch, forwards: ForwardList): void {
    let control = false;
    for (let i = 0; i < batch.received; i += 1) {
      const slot = batch.slots[i] ?? -1;
      if (packetKind(batch.buffer(i), batch.starts[i], batch.ends[i]) === 'rtcp') control = true;
      else this.#takers[slot]?.receiveRtp(slot, batch, i, forwards);
    }
    // Behind the media: what is sent again lies in histories that later packets overwrite.
    for (let i = 0; control && i < batch.received; i += 1) {
      const slot = batch.slots[i] ?? -1;
      this.#takers[slot]?.receiveRtcp(slot, batch, i, forwards);
    }
  }

  #reception(participant: Participant): Reception {
    return new Reception(participant, (slot) => this.#bySlot[slot]?.id);
  }

  #isHere(id: string): boolean {
    return this.#participants.has(id) || this.#phones.has(id);
  }

  async #closePhone(id: string, reason: CloseReason): Promise<void> {
    await this.#phones.close(id, reason);
    for (const room of this.#rooms.values()) this.#dropEmpty(room);
  }

  #dropEmpty(room: Room): void {
    if (room.occupants.size === 0) this.#rooms.delete(room.id);
  }

  #room(id: string): Room {
    const known = this.#rooms.get(id);
    if (known !== undefined) return known;
    const { random, epochMs, events } = this.#options;
    const room = new Room(id, random, epochMs, performance.now(), events);
    this.#rooms.set(id, room);
    return room;
  }

  #publish(participant: Participant): readonly PublishedMedia[] {
    const uplinks = participant.session.uplinks();
    const { published, transport, room } = participant;
    for (const [mid, producerId] of published) {
      if (uplinks.some((uplink) => uplink.mid === mid)) continue;
      room.unpublish(producerId);
      published.delete(mid);
    }
    return uplinks.map((uplink) => {
      const known = published.get(uplink.mid);
      const producerId = known ?? this.#newProducerId();
      if (known === undefined) room.router.publish(transport.slot, producerId, uplink);
      published.set(uplink.mid, producerId);
      return { producerId, mid: uplink.mid, kind: uplink.kind };
    });
  }

  #close(participant: Participant, reason: CloseReason): void {
    participant.closing ??= reason;
    participant.transport.close();
  }

  #lose(slot: number): void {
    const participant = this.#bySlot[slot];
    if (participant !== undefined) this.#close(participant, 'lost');
  }

  #connected(slot: number): void {
    const participant = this.#bySlot[slot];
    if (participant === undefined) return;
    participant.room.router.members.get(slot)?.liveness.connect(performance.now());
    this.#options.events.state(participant.id, 'connected');
  }

  #released(slot: number, failed: boolean): void {
    this.#takers[slot] = undefined;
    this.#securePaths.get(slot)?.released();
    this.#securePaths.delete(slot);
    const participant = this.#bySlot[slot];
    if (participant === undefined) return;
    const { id, room, published, closing } = participant;
    for (const producerId of published.values()) room.unpublish(producerId);
    room.router.leave(slot);
    room.occupants.delete(slot);
    this.#bySlot[slot] = undefined;
    this.#participants.delete(id);
    this.#dropEmpty(room);
    this.#options.events.state(id, 'closed', closing ?? (failed ? 'lost' : 'left'));
  }

  #participant(id: string): Participant {
    const participant = this.#participants.get(id);
    if (participant === undefined) throw new UnknownMedia(`There is no participant ${id}.`);
    return participant;
  }

  #newProducerId(): string {
    this.#ids += 1;
    return `producer-${this.#ids}`;
  }
}
