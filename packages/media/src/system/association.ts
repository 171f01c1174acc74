import type { IceCheck } from '../ice/ice-check.ts';
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

/** Checks come every few seconds at least, by the pair that a peer uses (RFC 7675 section 5.1). */
const PATH_SILENT_MS = 8000;

/** An address of the peer's that has passed a check. */
interface Path {
  readonly sockaddr: Memory;
  /** Of the check that nominated it last; 0 before. */
  priority: number;
  heardMs: number;
}

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
  /** Where packets go; undefined before the first check. */
  address: Memory | undefined;
  srtp: SrtpSession | undefined;
  /** When something authentic came last. */
  heardMs: number;
  /** By address, the one that was checked last at the end. */
  readonly #paths = new Map<AddressKey, Path>();
  #path: Path | undefined;
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

  /** Where its packets come from. */
  get addresses(): Iterable<AddressKey> {
    return this.#paths.keys();
  }

  /** An authentic check came from this address. Returns one that is given up for it. */
  checked(
    key: AddressKey,
    sockaddr: Uint8Array,
    { nominates, priority }: Pick<IceCheck, 'nominates' | 'priority'>,
    nowMs: number,
  ): AddressKey | undefined {
    const first = this.#path === undefined;
    const path = this.#paths.get(key) ?? {
      sockaddr: memoryOf(this.#foreign, sockaddr),
      priority: 0,
      heardMs: nowMs,
    };
    path.heardMs = nowMs;
    if (nominates) path.priority = priority;
    this.#paths.delete(key);
    this.#paths.set(key, path);
    if (this.#isBetter(path, nominates, nowMs)) {
      this.#path = path;
      this.address = path.sockaddr;
    }
    if (first && this.#active) this.#dtls.shake();
    return this.#paths.size > MAX_PATHS ? this.#forgetOldest() : undefined;
  }

  /**
   * A peer that nominates by every check means the best of them (RFC 5245 section 8.1.1.2); one whose NAT has given it
   * another address does not nominate again.
   */
  #isBetter(path: Path, nominates: boolean, nowMs: number): boolean {
    const present = this.#path;
    if (present === undefined || nowMs - present.heardMs > PATH_SILENT_MS) return true;
    return nominates && path.priority >= present.priority;
  }

  #forgetOldest(): AddressKey | undefined {
    const [oldest] = [...this.#paths].find(([, path]) => path !== this.#path) ?? [];
    if (oldest !== undefined) this.#paths.delete(oldest);
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
