import {
  type Binding,
  type BindingTarget,
  type Hop,
  type IncomingRequest,
  Registrar,
  targetOf,
} from '@sky-genesis/sip';
import type { Device, RegistrationBook, Registrations } from '../../domain/telephony/index.ts';
import type { Clock, EventFeed, Logger, RecordedEvent } from '../../kernel/index.ts';
import { addressOf, deviceAt, KeptBindings } from './kept-bindings.ts';
import type { Origins } from './origin.ts';

export interface PhoneRegistrationsOptions {
  readonly origins: Origins;
  readonly book: RegistrationBook;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** RFC 5626 §5.4: often enough for the mappings of usual NATs. */
const FLOW_TIMER_S = 25;
const PRUNE_EVERY_MS = 60_000;

/** A phone that has signed in. */
interface Phone {
  readonly address: string;
  /** Of its last contact, by the clock's steady time. */
  readonly expiresAtMs: number;
  /** Where its own REGISTERs came from. */
  readonly places: readonly string[];
}

/** The phones that have signed in, and where they are reached. */
export class PhoneRegistrations implements Registrations {
  readonly #options: PhoneRegistrationsOptions;
  readonly #registrar: Registrar;
  readonly #store: KeptBindings;
  /** By the device's id. */
  readonly #phones = new Map<string, Phone>();
  /** The same by where they are: every INVITE asks, however many phones there are. */
  readonly #byPlace = new Map<string, Set<Phone>>();
  readonly #unsubscribe: () => void;
  #cancelPruning = (): void => {};

  constructor(options: PhoneRegistrationsOptions) {
    this.#options = options;
    this.#store = new KeptBindings(options.book, options.clock);
    this.#registrar = new Registrar({
      store: this.#store,
      nowMs: () => options.clock.steadyMs(),
      flowTimerS: FLOW_TIMER_S,
      policy: { minimumS: 30, maximumS: 3600 },
      onChange: (address, bindings) => this.#note(address, bindings),
    });
    this.#unsubscribe = options.feed.subscribe((event) => this.#onEvent(event));
  }

  /** Takes up who had signed in at the server before this one. To be called before anything is received. */
  async recall(): Promise<void> {
    for (const address of await this.#store.recall()) {
      this.#note(address, await this.#store.load(address));
    }
    this.#pruneLater();
  }

  stop(): void {
    this.#cancelPruning();
    this.#unsubscribe();
  }

  /** Answers a REGISTER. A device registers its own contacts, whatever To says. */
  async serve(incoming: IncomingRequest): Promise<void> {
    const { request, source } = incoming;
    const verdict = await this.#options.origins.deviceOf(request, source);
    if (verdict.kind === 'ignored') {
      incoming.ignore();
      return;
    }
    if (verdict.kind === 'refused') {
      incoming.respond(verdict.status, verdict.parts);
      return;
    }
    const { device } = verdict.origin;
    const result = await this.#registrar.serve(incoming, addressOf(device.org, device.id));
    this.#options.logger.info(
      {
        area: 'voip',
        org: device.org,
        user_id: device.userId,
        device_id: device.id,
        ip: source.address,
        outcome: result.kind,
      },
      'phone registration',
    );
  }

  expiresAtMs(deviceId: string): number | undefined {
    const phone = this.#phones.get(deviceId);
    if (phone === undefined || !this.#isThere(phone)) return undefined;
    return (
      this.#options.clock.nowMs() + Math.round(phone.expiresAtMs - this.#options.clock.steadyMs())
    );
  }

  /** Where the device is reached now, the preferred contact first. */
  async targets({ org, id }: Device): Promise<readonly BindingTarget[]> {
    return (await this.#registrar.bindings(addressOf(org, id))).map(targetOf);
  }

  /** Whether a registered phone sends from there. */
  isPhoneAt(source: Hop): boolean {
    for (const phone of this.#byPlace.get(placeOf(source)) ?? [])
      if (this.#isThere(phone)) return true;
    return false;
  }

  /** A connection has closed: whoever registered by it is not reached any more. */
  closeFlow(flow: string): void {
    this.#try(this.#registrar.closeFlow(flow));
  }

  get count(): number {
    return [...this.#phones.values()].filter((phone) => this.#isThere(phone)).length;
  }

  /** Who signed in by a device that is no more, or by its old password, is not reached any more. */
  #onEvent({ org, type, data }: RecordedEvent): void {
    if (type !== 'device.removed' && type !== 'device.password_renewed') return;
    const { device_id: id } = data;
    if (typeof id === 'string') this.#try(this.#registrar.remove(addressOf(org, id)));
  }

  #note(address: string, bindings: readonly Binding[]): void {
    const { deviceId } = deviceAt(address);
    this.#drop(deviceId);
    if (bindings.length === 0) return;
    // Behind a proxy it is the proxy's place, from which others send too.
    const direct = bindings.filter(({ path }) => path.length === 0);
    const phone = {
      address,
      expiresAtMs: Math.max(...bindings.map(({ expiresAtMs }) => expiresAtMs)),
      places: direct.map(({ source }) => placeOf(source)),
    };
    this.#phones.set(deviceId, phone);
    for (const place of phone.places)
      this.#byPlace.set(place, (this.#byPlace.get(place) ?? new Set<Phone>()).add(phone));
  }

  #drop(deviceId: string): void {
    const phone = this.#phones.get(deviceId);
    if (phone === undefined) return;
    this.#phones.delete(deviceId);
    for (const place of phone.places) {
      const there = this.#byPlace.get(place);
      there?.delete(phone);
      if (there?.size === 0) this.#byPlace.delete(place);
    }
  }

  #pruneLater(): void {
    this.#cancelPruning = this.#options.clock.schedule(PRUNE_EVERY_MS, () => {
      for (const phone of this.#phones.values())
        if (!this.#isThere(phone)) this.#try(this.#registrar.forgetExpired(phone.address));
      this.#pruneLater();
    });
  }

  #isThere({ expiresAtMs }: Phone): boolean {
    return expiresAtMs > this.#options.clock.steadyMs();
  }

  #try(work: Promise<void>): void {
    work.catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#options.logger.error({ error }, 'a phone’s registration could not be forgotten');
    });
  }
}

function placeOf({ transport, address, port }: Hop): string {
  return `${transport} ${address} ${port}`;
}
