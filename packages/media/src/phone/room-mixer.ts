import { MixMinus } from '@sky-genesis/rtp';
import type { Producer } from '../router/producer.ts';
import { MixSource } from './mix-source.ts';
import type { PhoneLeg } from './phone-leg.ts';
import type { PhoneVoice } from './phone-voice.ts';
import { STEP_MS, STEP_SAMPLES } from './sound.ts';

/** After a pause of the process this much is caught up with, and the rest left out. */
const MAX_STEPS = 5;
/** How often it is asked whether two that were put through still can be. */
const REVIEW_MS = 100;

/** One telephone in a mix. */
export interface MixedPhone {
  readonly slot: number;
  readonly leg: PhoneLeg;
  readonly voice: PhoneVoice;
  /** Its sound for browsers. */
  readonly producer: Producer;
  /** The producers that it hears; undefined for all but its own. */
  readonly hears: ReadonlySet<string> | undefined;
}

/** Takes a packet into the router as if it had come from `slot`. */
export type Inject = (slot: number, packet: Uint8Array) => void;

/**
 * Gives every telephone of a room the sound of all others, without its own, and gives the room the sound of
 * each telephone. Decodes everybody once, and encodes for each telephone once, every 20 ms.
 */
export class RoomMixer {
  readonly #sources = new Map<string, MixSource>();
  readonly #mix = new MixMinus(STEP_SAMPLES);
  readonly #out = new Int16Array(STEP_SAMPLES);
  #nextMs: number;
  /** How many are put through to one another; -1 for none. */
  #bridged = -1;
  #reviewMs = 0;
  /** Who gets a browser's packets as they are. */
  #through: PhoneLeg | undefined;

  constructor(nowMs: number) {
    this.#nextMs = nowMs;
  }

  /** Does all steps that are due. */
  run(
    phones: readonly MixedPhone[],
    producers: ReadonlyMap<string, Producer>,
    nowMs: number,
    inject: Inject,
  ): void {
    const same = phones.length === this.#bridged && producers.size === this.#bridged;
    if (same && nowMs < this.#reviewMs) {
      this.#nextMs = nowMs;
      return;
    }
    this.#attach(phones, producers);
    this.#bridged = this.#bridge(phones) ? phones.length : -1;
    if (this.#bridged > 0) {
      this.#reviewMs = nowMs + REVIEW_MS;
      for (const { leg } of phones) leg.watch(nowMs);
      this.#nextMs = nowMs;
      return;
    }
    this.#leaveOut(phones, nowMs);
    for (; this.#nextMs <= nowMs; this.#nextMs += STEP_MS) this.#step(phones, this.#nextMs, inject);
  }

  /** What a pause was too long for: timestamps go on, or everything after it would be late for ever. */
  #leaveOut(phones: readonly MixedPhone[], nowMs: number): void {
    if (nowMs - this.#nextMs <= MAX_STEPS * STEP_MS) return;
    const steps = Math.floor((nowMs - this.#nextMs) / STEP_MS);
    this.#nextMs += steps * STEP_MS;
    for (const { leg, voice } of phones) {
      leg.leaveOut(steps);
      voice.leaveOut(steps);
    }
  }

  /** No telephone is left: nobody is decoded any more. */
  end(): void {
    for (const source of this.#sources.values()) source.end();
    this.#sources.clear();
  }

  #attach(phones: readonly MixedPhone[], producers: ReadonlyMap<string, Producer>): void {
    for (const [id, source] of this.#sources) {
      if (producers.has(id)) continue;
      source.end();
      this.#sources.delete(id);
    }
    for (const [id, producer] of producers) {
      const known = this.#sources.has(id) || producer.uplink.kind !== 'audio';
      if (known || phones.some((phone) => phone.producer === producer)) continue;
      this.#sources.set(id, new MixSource(producer));
    }
  }

  /** Two telephones alone that speak the same are put through to one another: nothing is decoded. */
  #bridge(phones: readonly MixedPhone[]): boolean {
    const [one, other] = phones;
    const bridged =
      one !== undefined &&
      other !== undefined &&
      phones.length === 2 &&
      this.#sources.size === 0 &&
      hearsFully(one, other) &&
      hearsFully(other, one);
    for (const { leg } of phones) leg.bridge(undefined);
    if (!bridged) return false;
    one.leg.bridge(other.leg);
    other.leg.bridge(one.leg);
    return true;
  }

  #step(phones: readonly MixedPhone[], nowMs: number, inject: Inject): void {
    for (const source of this.#sources.values()) source.step(nowMs);
    for (const { leg } of phones) leg.step(nowMs);
    this.#putThrough(phones, nowMs);
    this.#mixAll(phones, () => true);
    for (const phone of phones) {
      const { leg, hears } = phone;
      if (hears !== undefined || this.#through === leg) continue;
      this.#mix.mixFor(isHeard(phone) ? leg.frame : undefined, this.#out);
      leg.speak(this.#out, nowMs);
    }
    for (const { leg, hears, producer } of phones) {
      if (hears === undefined || this.#through === leg) continue;
      this.#mixAll(phones, (id) => id !== producer.id && hears.has(id));
      this.#mix.mixFor(undefined, this.#out);
      leg.speak(this.#out, nowMs);
    }
    for (const phone of phones) publish(phone, inject);
  }

  /** A telephone alone with one browser gets its Opus as it is, where it takes that. */
  #putThrough(phones: readonly MixedPhone[], nowMs: number): void {
    const [phone] = phones;
    const [entry] = this.#sources;
    const alone = phones.length === 1 && this.#sources.size === 1;
    for (const source of this.#sources.values()) source.through = undefined;
    this.#through = undefined;
    if (!alone || phone === undefined || entry === undefined) return;
    const [id, source] = entry;
    const hears = phone.hears === undefined || phone.hears.has(id);
    if (!hears || !phone.leg.takesOpus || !source.flows(nowMs)) return;
    source.through = phone.leg;
    this.#through = phone.leg;
    phone.leg.watchReports(nowMs);
  }

  #mixAll(phones: readonly MixedPhone[], includes: (producerId: string) => boolean): void {
    this.#mix.clear();
    for (const [id, source] of this.#sources)
      if (!source.silent && includes(id)) this.#mix.add(source.frame);
    for (const phone of phones)
      if (isHeard(phone) && includes(phone.producer.id)) this.#mix.add(phone.leg.frame);
  }
}

function isHeard({ leg, producer }: MixedPhone): boolean {
  return !leg.silent && !producer.blocked;
}

/** Gives browsers what a telephone says: as it came where that is Opus. */
function publish({ leg, producer, voice, slot }: MixedPhone, inject: Inject): void {
  const passable = leg.passable.splice(0);
  if (producer.consumers.size === 0) return;
  if (leg.speaksOpus) {
    for (const sound of passable) inject(slot, voice.pass(sound, leg.frame, leg.silent));
    return;
  }
  const packet = voice.next(leg.frame, leg.silent);
  if (packet !== undefined) inject(slot, packet);
}

/** Whether `one` gets all of `other` as it is. */
function hearsFully(one: MixedPhone, other: MixedPhone): boolean {
  const { id, blocked, consumers } = other.producer;
  const heard = one.hears === undefined || one.hears.has(id);
  return heard && !blocked && consumers.size === 0 && one.leg.canBridge(other.leg);
}
