import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { boundSocket, type PortLimits } from '../transport/udp-ports.ts';
import {
  answeredTo,
  hasZeroTieBreaker,
  isAuthentic,
  readIceCheck,
  withTieBreaker,
} from '../ice/ice-check.ts';

export interface RelayEntranceOptions {
  readonly bindAddress: string;
  /** Where it listens: at the first of them that is free. */
  readonly ports: PortLimits;
  /** Where libdatachannel listens. */
  readonly muxPort: number;
  /** The local ICE password of a connection, by its ufrag. */
  readonly passwordOf: (ufrag: string) => string | undefined;
}

/** One remote address: what comes from it goes to libdatachannel from a socket of its own, and back. */
interface Path {
  readonly ufrag: string;
  readonly socket: Socket;
  usedMs: number;
}

/** A browser has a few relayed addresses; more than this no connection needs. */
const PATHS_PER_CONNECTION = 8;
const IDLE_MS = 30_000;
const SWEEP_MS = 10_000;

/**
 * A second way in, for browsers that come over TURN by TCP or TLS.
 *
 * Chromium sends their checks with a tie-breaker of zero, which RFC 8445 section 16.1 allows; libjuice takes it for a missing
 * attribute, answers 400 (its issue 355), and Chromium gives the path up. Here such checks get a tie-breaker and go on to
 * libdatachannel, as does all that follows them. All other checks stay unanswered, so that nobody else takes this way: every
 * packet on it passes through JavaScript twice. A path begins with an authenticated check, like any other.
 */
export class RelayEntrance {
  readonly #options: RelayEntranceOptions;
  readonly #socket: Socket;
  readonly #paths = new Map<string, Path>();
  readonly #sweep: NodeJS.Timeout;

  private constructor(options: RelayEntranceOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    this.#sweep = setInterval(() => this.#dropIdle(), SWEEP_MS);
    socket.on('message', (message, from) => this.#receive(message, from));
    socket.on('error', () => {});
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Undefined when no port is free. */
  static async open(options: RelayEntranceOptions): Promise<RelayEntrance | undefined> {
    const { bindAddress, ports } = options;
    for (let port = ports.min; port <= ports.max; port += 1) {
      const socket = await boundSocket(bindAddress, port);
      if (socket !== undefined) return new RelayEntrance(options, socket);
    }
    return undefined;
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const [key, path] of this.#paths) this.#drop(key, path);
    this.#socket.close();
  }

  #receive(message: Buffer, from: RemoteInfo): void {
    // Whoever forges one may write port 0 (RFC 768); to send there is an error.
    if (from.port === 0) return;
    const key = `${from.address} ${from.port}`;
    const check = readIceCheck(message);
    if (check === undefined) {
      this.#pass(this.#paths.get(key), message);
      return;
    }
    const password = this.#options.passwordOf(check.ufrag);
    if (password === undefined || !hasZeroTieBreaker(message, check)) return;
    if (!isAuthentic(message, check, password)) return;
    const path = this.#paths.get(key) ?? this.#begin(key, check.ufrag, from);
    this.#pass(path, withTieBreaker(message, check, password));
  }

  #pass(path: Path | undefined, message: Buffer): void {
    if (path === undefined) return;
    path.usedMs = performance.now();
    const { bindAddress, muxPort } = this.#options;
    path.socket.send(message, muxPort, ownAddress(bindAddress), () => {});
  }

  #begin(key: string, ufrag: string, { address, port }: RemoteInfo): Path | undefined {
    const others = [...this.#paths.values()].filter((path) => path.ufrag === ufrag);
    if (others.length >= PATHS_PER_CONNECTION) return undefined;
    const { bindAddress, muxPort, passwordOf } = this.#options;
    const socket = createSocket(familyOf(bindAddress));
    const path: Path = { ufrag, socket, usedMs: performance.now() };
    socket.on('error', () => {});
    socket.on('message', (message, from) => {
      if (from.port !== muxPort) return;
      const answer = answeredTo(message, { address, port }, passwordOf(ufrag) ?? '');
      this.#socket.send(answer ?? message, port, address, () => {});
    });
    socket.bind({ port: 0, address: ownAddress(bindAddress), exclusive: true });
    this.#paths.set(key, path);
    return path;
  }

  /** Those of connections that are no more, and those that nothing comes by. */
  #dropIdle(): void {
    const nowMs = performance.now();
    for (const [key, path] of this.#paths) {
      const gone = this.#options.passwordOf(path.ufrag) === undefined;
      if (gone || nowMs - path.usedMs > IDLE_MS) this.#drop(key, path);
    }
  }

  #drop(key: string, { socket }: Path): void {
    this.#paths.delete(key);
    socket.close();
  }
}

function familyOf(address: string): 'udp4' | 'udp6' {
  return address.includes(':') ? 'udp6' : 'udp4';
}

/** Of this machine, for a socket that is bound to all of them. */
function ownAddress(bound: string): string {
  if (bound === '0.0.0.0') return '127.0.0.1';
  return bound === '::' ? '::1' : bound;
}
