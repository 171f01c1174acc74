import type { LegPath } from '../phone/leg-path.ts';
import type { LegSettings } from '../phone/leg-settings.ts';
import { PhoneLeg } from '../phone/phone-leg.ts';
import { PhoneVoice } from '../phone/phone-voice.ts';
import { PlainSocket } from '../phone/plain-socket.ts';
import type { PortRange } from '../phone/port-range.ts';
import type { Prompt } from '../phone/prompt.ts';
import type { MixedPhone } from '../phone/room-mixer.ts';
import type { DirectionQuality } from '../router/quality.ts';
import type { RandomNumber } from '../router/router.ts';
import type { PolledSockets } from '../system/polled-sockets.ts';
import { type LocalTransportParameters, TransportRefused } from '../transport/media-transport.ts';
import type { CloseReason, EngineEvents } from './engine-events.ts';
import { AlreadyJoined, UnknownMedia } from './participant.ts';
import type { Room } from './room.ts';
import { SECURE_PEER, SecurePath, type SecureTransports } from './secure-path.ts';

/** Slots of telephones, which no backend gives out. */
const FIRST_SLOT = 1 << 20;
/** A packet lasts 20 ms: numbers of new streams run away from those of old ones, slowly enough to stay near them for hours. */
const SEQUENCES_PER_S = 52;
/** Of Opus, the fastest of the clocks that timestamps of telephones count by. */
const TICKS_PER_MS = 48;
/** A telephone that nobody holds and that sends nothing for so long is gone; RTCP counts, too. */
const LOST_MS = 60_000;
/** How often it is asked who is gone. */
const OBSERVE_MS = 1000;

export interface PhonesOptions {
  readonly sockets: PolledSockets;
  readonly bindAddress: string;
  readonly ports: PortRange;
  readonly transports: SecureTransports;
  readonly random: RandomNumber;
  readonly epochMs: number;
  readonly events: EngineEvents;
  /** A telephone's transport has ended by itself: it is to be closed. */
  readonly onLost: (id: string) => void;
}

interface Phone extends MixedPhone {
  readonly id: string;
  readonly room: Room;
  readonly path: LegPath;
  /** The same, where it is one of ICE and DTLS. */
  readonly secured: SecurePath | undefined;
  readonly published: ReadonlyMap<string, string>;
  hears: ReadonlySet<string> | undefined;
  takeQuality(elapsedMs: number): readonly DirectionQuality[];
}

/** Where a telephone is to send to: a port of ours, or whatever ICE finds. */
export interface PhonePlace {
  readonly port?: number;
  readonly transport?: LocalTransportParameters;
}

/** The telephones of an engine: each has a path of its own, publishes its sound, and hears a mix. */
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
   * Gives a telephone a place to send to; nothing is sent from it, and nothing taken, until it is connected.
   * @param secured by ICE and DTLS, where the plain one has a port of its own
   * @param admit called once the place is there: the room, unless somebody of the id has joined meanwhile
   * @throws NoPort, TransportRefused, or AlreadyJoined
   */
  async open(
    id: string,
    producerId: string,
    secured: boolean,
    admit: () => Room | undefined,
  ): Promise<PhonePlace> {
    const { epochMs } = this.#options;
    const leg = new PhoneLeg({
      identity: this.#identity(),
      epochMs,
      sendRtp: (packet, to) => path.sendRtp(packet, to),
      sendRtcp: (packet, to) => path.sendRtcp(packet, to),
      onHeard: () => this.#options.events.state(id, 'connected'),
      onPlayed: () => this.#options.events.played(id),
      onKey: ({ digit, durationMs }) => this.#options.events.dtmf(id, digit, durationMs),
    });
    const path = secured ? this.#securePath(id, leg) : this.#plainPath(leg);
    const room = admit();
    if (room === undefined) {
      await path.close();
      throw new AlreadyJoined(`${id} has joined in the meantime.`);
    }
    this.#add(id, producerId, room, path, leg);
    return path instanceof SecurePath ? { transport: path.local } : { port: path.port };
  }

  /** @throws UnknownMedia, or TransportRefused when the settings cannot be used */
  async connect(id: string, settings: LegSettings): Promise<void> {
    const { leg, secured } = this.#phone(id);
    const { dtls } = settings;
    if ((secured === undefined) !== (dtls === undefined))
      throw new TransportRefused(`${id} was opened for another kind of transport.`);
    if (secured === undefined || dtls === undefined) {
      leg.connect(settings);
      return;
    }
    await secured.connect(dtls);
    leg.connect({ ...settings, remote: SECURE_PEER, rtcp: 'mux', latch: 'none' });
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
    const { room, slot, leg, path, published } = phone;
    leg.end();
    room.removePhone(slot);
    for (const producerId of published.values()) room.unpublish(producerId);
    room.router.leave(slot);
    room.occupants.delete(slot);
    await path.close();
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

  #plainPath(leg: PhoneLeg): PlainSocket {
    const { sockets, bindAddress, ports } = this.#options;
    return PlainSocket.open(sockets, bindAddress, ports, {
      rtp: (packet, from) => leg.takeRtp(packet, from, performance.now()),
      rtcp: (packet, from) => leg.takeRtcp(packet, from, performance.now()),
    });
  }

  #securePath(id: string, leg: PhoneLeg): SecurePath {
    return new SecurePath(this.#options.transports, {
      packet: (packet, from, nowMs) => leg.takeRtp(packet, from, nowMs),
      lost: () => this.#options.onLost(id),
    });
  }

  #add(
    id: string,
    producerId: string,
    room: Room,
    path: PlainSocket | SecurePath,
    leg: PhoneLeg,
  ): void {
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
      path,
      secured: path instanceof SecurePath ? path : undefined,
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

  /**
   * RFC 3550 section 5.1 would have first numbers random. But a telephone that is moved to another room goes on with another stream
   * of ours, and some take what seems older than the last of the one before for late, and drop it for good (baresip 1.0 does):
   * who comes later begins later.
   */
  #identity() {
    const { random, epochMs } = this.#options;
    const unixMs = epochMs + performance.now();
    return {
      ssrc: 1 + random(2 ** 32 - 2),
      cname: random(2 ** 40).toString(36),
      firstSequence: ((unixMs / 1000) * SEQUENCES_PER_S) & 0xffff,
      firstTimestamp: (unixMs * TICKS_PER_MS) >>> 0,
    };
  }

  #phone(id: string): Phone {
    const phone = this.#phones.get(id);
    if (phone === undefined) throw new UnknownMedia(`There is no telephone ${id}.`);
    return phone;
  }
}
