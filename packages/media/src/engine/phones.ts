import type { LegSettings } from '../phone/leg-settings.ts';
import { PhoneLeg } from '../phone/phone-leg.ts';
import { PhoneVoice } from '../phone/phone-voice.ts';
import { PlainSocket } from '../phone/plain-socket.ts';
import type { PortRange } from '../phone/port-range.ts';
import type { Prompt } from '../phone/prompt.ts';
import type { MixedPhone } from '../phone/room-mixer.ts';
import type { DirectionQuality } from '../router/quality.ts';
import type { RandomNumber } from '../router/router.ts';
import { TransportRefused } from '../transport/media-transport.ts';
import type { CloseReason, EngineEvents } from './engine-events.ts';
import { AlreadyJoined, UnknownMedia } from './participant.ts';
import type { Room } from './room.ts';

/** Slots of telephones, which no backend gives out. */
const FIRST_SLOT = 1 << 20;
/** A telephone that nobody holds and that sends nothing for so long is gone; RTCP counts, too. */
const LOST_MS = 60_000;
/** How often it is asked who is gone. */
const OBSERVE_MS = 1000;

export interface PhonesOptions {
  readonly bindAddress: string;
  readonly ports: PortRange;
  readonly random: RandomNumber;
  readonly epochMs: number;
  readonly events: EngineEvents;
}

interface Phone extends MixedPhone {
  readonly id: string;
  readonly room: Room;
  readonly socket: PlainSocket;
  readonly published: ReadonlyMap<string, string>;
  hears: ReadonlySet<string> | undefined;
  takeQuality(elapsedMs: number): readonly DirectionQuality[];
}

/** The telephones of an engine: each has a port of its own, publishes its sound, and hears a mix. */
export class Phones {
  readonly #options: PhonesOptions;
  readonly #phones = new Map<string, Phone>();
  #slots = 0;
  #observedMs = 0;

  constructor(options: PhonesOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#phones.size;
  }

  has(id: string): boolean {
    return this.#phones.has(id);
  }

  inRoom(roomId: string): readonly string[] {
    return [...this.#phones.values()].flatMap(({ id, room }) => (room.id === roomId ? id : []));
  }

  /**
   * Gives a telephone a port; nothing is sent from it, and nothing taken, until it is connected.
   * @param admit called once the port is there: the room, unless somebody of the id has joined meanwhile
   * @throws NoPort, or AlreadyJoined
   */
  async open(
    id: string,
    producerId: string,
    admit: () => Room | undefined,
  ): Promise<{ readonly port: number }> {
    const { bindAddress, ports, epochMs } = this.#options;
    const leg = new PhoneLeg({
      identity: this.#identity(),
      epochMs,
      sendRtp: (packet, to) => socket.sendRtp(packet, to),
      sendRtcp: (packet, to) => socket.sendRtcp(packet, to),
      onHeard: () => this.#options.events.state(id, 'connected'),
      onPlayed: () => this.#options.events.played(id),
      onKey: ({ digit, durationMs }) => this.#options.events.dtmf(id, digit, durationMs),
    });
    const socket = await PlainSocket.open(bindAddress, ports, {
      rtp: (packet, from) => leg.takeRtp(packet, from, performance.now()),
      rtcp: (packet, from) => leg.takeRtcp(packet, from, performance.now()),
    });
    const room = admit();
    if (room === undefined) {
      await socket.close();
      throw new AlreadyJoined(`${id} has joined in the meantime.`);
    }
    this.#add(id, producerId, room, socket, leg);
    return { port: socket.port };
  }

  /** @throws UnknownMedia, or TransportRefused when the settings cannot be used */
  connect(id: string, settings: LegSettings): void {
    this.#phone(id).leg.connect(settings);
  }

  /** @throws UnknownMedia, or TransportRefused when the telephone takes no keys (RFC 4733), or these are none */
  press(id: string, digits: string, durationMs: number): void {
    if (!this.#phone(id).leg.press(digits, durationMs))
      throw new TransportRefused(`${id} cannot be sent the keys ${digits}.`);
  }

  /** Plays a recording, in place of the one before. @throws UnknownMedia */
  play(id: string, prompt: Prompt | undefined): void {
    this.#phone(id).leg.play(prompt);
  }

  /** Sets what a telephone hears. @returns those of them that there are */
  hear(id: string, producerIds: readonly string[]): readonly string[] {
    const phone = this.#phone(id);
    phone.hears = new Set(producerIds);
    const { producers } = phone.room.router;
    return [...phone.hears].filter((each) => producers.get(each)?.uplink.kind === 'audio');
  }

  /** The producer's slot, if a telephone of this id publishes it. */
  slotOf(id: string): number | undefined {
    return this.#phones.get(id)?.slot;
  }

  /** Idempotent. Told as `closed` when the port is free again. */
  async close(id: string, reason: CloseReason): Promise<void> {
    const phone = this.#phones.get(id);
    if (phone === undefined) return;
    this.#phones.delete(id);
    const { room, slot, leg, socket, published } = phone;
    leg.end();
    room.removePhone(slot);
    for (const producerId of published.values()) room.unpublish(producerId);
    room.router.leave(slot);
    room.occupants.delete(slot);
    await socket.close();
    this.#options.events.state(id, 'closed', reason);
  }

  /** Those that are gone. To be called several times a second. */
  observe(nowMs: number): readonly string[] {
    if (nowMs - this.#observedMs < OBSERVE_MS) return [];
    this.#observedMs = nowMs;
    return [...this.#phones.values()].flatMap(({ id, leg }) => {
      const { expected, lastPacketMs } = leg;
      return expected && lastPacketMs !== undefined && nowMs - lastPacketMs >= LOST_MS ? id : [];
    });
  }

  #add(id: string, producerId: string, room: Room, socket: PlainSocket, leg: PhoneLeg): void {
    this.#slots += 1;
    const slot = FIRST_SLOT + this.#slots;
    const nowMs = performance.now();
    const { ssrc, firstSequence, firstTimestamp } = this.#identity();
    const voice = new PhoneVoice(ssrc, firstSequence, firstTimestamp);
    room.router.join(slot, nowMs, true);
    const producer = room.router.publish(slot, producerId, voice.uplink);
    const phone: Phone = {
      id,
      room,
      slot,
      socket,
      leg,
      voice,
      producer,
      hears: undefined,
      published: new Map([[voice.uplink.mid, producerId]]),
      takeQuality: (elapsedMs) => leg.takeQuality(elapsedMs),
    };
    this.#phones.set(id, phone);
    room.occupants.set(slot, phone);
    room.addPhone(phone, nowMs);
  }

  #identity() {
    const { random } = this.#options;
    return {
      ssrc: 1 + random(2 ** 32 - 2),
      cname: random(2 ** 40).toString(36),
      firstSequence: random(2 ** 15),
      firstTimestamp: random(2 ** 32),
    };
  }

  #phone(id: string): Phone {
    const phone = this.#phones.get(id);
    if (phone === undefined) throw new UnknownMedia(`There is no telephone ${id}.`);
    return phone;
  }
}
