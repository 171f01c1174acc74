import {
  type Binding,
  type BindingStore,
  type BindingTarget,
  type Hop,
  type IncomingRequest,
  Registrar,
  targetOf,
} from '@sky-genesis/sip';
import type { Registrations } from '../../domain/telephony/index.ts';
import type { Clock, EventFeed, Logger, RecordedEvent } from '../../kernel/index.ts';
import type { Origins } from './origin.ts';

export interface PhoneRegistrationsOptions {
  readonly origins: Origins;
  readonly store: BindingStore;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** RFC 5626 §5.4: often enough for the mappings of usual NATs. */
const FLOW_TIMER_S = 25;

/** The phones that have signed in, and where they are reached. */
export class PhoneRegistrations implements Registrations {
  readonly #options: PhoneRegistrationsOptions;
  readonly #registrar: Registrar;
  readonly #expiry = new Map<string, number>();
  /** Where each device's own REGISTERs came from. */
  readonly #sources = new Map<string, readonly string[]>();
  readonly #unsubscribe: () => void;

  constructor(options: PhoneRegistrationsOptions) {
    this.#options = options;
    this.#registrar = new Registrar({
      store: options.store,
      nowMs: () => options.clock.nowMs(),
      flowTimerS: FLOW_TIMER_S,
      policy: { minimumS: 30, maximumS: 3600 },
      onChange: (deviceId, bindings) => this.#note(deviceId, bindings),
    });
    this.#unsubscribe = options.feed.subscribe((event) => this.#onEvent(event));
  }

  stop(): void {
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
    const result = await this.#registrar.serve(incoming, device.id);
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
    const expiresAtMs = this.#expiry.get(deviceId);
    if (expiresAtMs === undefined || expiresAtMs > this.#options.clock.nowMs()) return expiresAtMs;
    this.#expiry.delete(deviceId);
    return undefined;
  }

  /** Where the device is reached now, the preferred contact first. */
  async targets(deviceId: string): Promise<readonly BindingTarget[]> {
    return (await this.#registrar.bindings(deviceId)).map(targetOf);
  }

  /** Whether a registered phone sends from there. */
  isPhoneAt(source: Hop): boolean {
    const place = placeOf(source);
    for (const [id, places] of this.#sources)
      if (places.includes(place) && this.expiresAtMs(id) !== undefined) return true;
    return false;
  }

  /** A connection has closed: whoever registered by it is not reached any more. */
  closeFlow(flow: string): void {
    void this.#registrar.closeFlow(flow);
  }

  get count(): number {
    return [...this.#expiry.keys()].filter((id) => this.expiresAtMs(id) !== undefined).length;
  }

  /** Who signed in by a device that is no more, or by its old password, is not reached any more. */
  #onEvent({ type, data }: RecordedEvent): void {
    if (type !== 'device.removed' && type !== 'device.password_renewed') return;
    const { device_id: id } = data;
    if (typeof id === 'string') void this.#registrar.remove(id);
  }

  #note(deviceId: string, bindings: readonly Binding[]): void {
    const latest = Math.max(0, ...bindings.map(({ expiresAtMs }) => expiresAtMs));
    if (latest > 0) this.#expiry.set(deviceId, latest);
    else this.#expiry.delete(deviceId);
    // Behind a proxy it is the proxy's place, from which others send too.
    const direct = bindings.filter(({ path }) => path.length === 0);
    if (direct.length === 0) this.#sources.delete(deviceId);
    else
      this.#sources.set(
        deviceId,
        direct.map(({ source }) => placeOf(source)),
      );
  }
}

function placeOf({ transport, address, port }: Hop): string {
  return `${transport} ${address} ${port}`;
}
