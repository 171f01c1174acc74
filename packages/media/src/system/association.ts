import type {
  LocalTransportParameters,
  TransportCredentials,
} from '../transport/media-transport.ts';
import type { DtlsContext } from './dtls-context.ts';
import { DtlsSession } from './dtls-session.ts';
import type { Foreign } from './foreign.ts';
import { type Memory, memoryOf } from './memory.ts';
import type { AddressKey } from './socket-address.ts';
import { SrtpSession } from './srtp-session.ts';

/** A browser has a few addresses; more than this no association needs. */
const MAX_PATHS = 8;

/** What an association needs of its backend. */
export interface AssociationParts {
  readonly foreign: Foreign;
  readonly context: DtlsContext;
  /** Sends a datagram of DTLS to a `struct sockaddr`. */
  send(datagram: Uint8Array, to: Memory): void;
}

/**
 * One peer: ICE as a lite agent (RFC 8445 section 2.5), which answers checks and sends to the pair that the peer nominates;
 * then DTLS, then SRTP.
 */
export class Association {
  readonly slot: number;
  readonly local: LocalTransportParameters;
  /** Addresses that have passed a check, and where they are. */
  readonly paths = new Map<AddressKey, Memory>();
  /** Where packets go; undefined before the first check. */
  address: Memory | undefined;
  srtp: SrtpSession | undefined;
  /** When something authentic came last. */
  heardMs: number;
  readonly #foreign: Foreign;
  readonly #active: boolean;
  readonly #dtls: DtlsSession;

  constructor(
    slot: number,
    local: LocalTransportParameters,
    { fingerprint }: TransportCredentials,
    { foreign, context, send }: AssociationParts,
    nowMs: number,
  ) {
    this.slot = slot;
    this.local = local;
    this.heardMs = nowMs;
    this.#foreign = foreign;
    this.#active = local.setup === 'active';
    this.#dtls = new DtlsSession(foreign, {
      context,
      active: this.#active,
      fingerprint,
      send: (datagram) => {
        if (this.address !== undefined) send(datagram, this.address);
      },
    });
  }

  /** An authentic check came by this path. Returns a path that is given up for it. */
  checked(key: AddressKey, sockaddr: Uint8Array, nominates: boolean): AddressKey | undefined {
    const first = this.address === undefined;
    const path = this.paths.get(key) ?? memoryOf(this.#foreign, sockaddr);
    this.paths.set(key, path);
    if (first || nominates) this.address = path;
    if (first && this.#active) this.#dtls.shake();
    if (this.paths.size <= MAX_PATHS) return undefined;
    const [oldest] = [...this.paths].find(([, other]) => other !== this.address) ?? [];
    if (oldest !== undefined) this.paths.delete(oldest);
    return oldest;
  }

  /** Takes a datagram of DTLS; true when this has brought the association up. */
  receiveDtls(datagram: Uint8Array): boolean {
    this.#dtls.receive(datagram);
    const { keys } = this.#dtls;
    if (keys === undefined || this.srtp !== undefined || this.isOver) return false;
    this.srtp = new SrtpSession(this.#foreign, keys);
    this.#dtls.forgetKeys();
    return true;
  }

  /** The peer has ended DTLS, or it has failed. */
  get isOver(): boolean {
    return this.#dtls.state === 'closed' || this.#dtls.state === 'failed';
  }

  get hasFailed(): boolean {
    return this.#dtls.state === 'failed';
  }

  /** To be called now and then until the association is up. */
  tick(): void {
    if (this.address !== undefined) this.#dtls.tick();
  }

  close(): void {
    this.#dtls.close();
    this.srtp?.free();
    this.srtp = undefined;
  }
}
