import { randomBytes } from 'node:crypto';
import type { RtcConfig } from 'node-datachannel';
import { ForwardList } from '../transport/forward-list.ts';
import { ForwardWriter } from '../transport/forward-writer.ts';
import {
  type BackendEvents,
  type LocalTransportParameters,
  type MediaBackend,
  type MediaTransport,
  type TransportCredentials,
  TransportRefused,
} from '../transport/media-transport.ts';
import { MAX_RECEIVED, PacketBatch } from '../transport/packet-batch.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import { announcedCandidates, hostCandidates, relayCandidates } from '../ice/host-candidates.ts';
import { Connection } from './connection.ts';
import { type DtlsCertificate, makeDtlsCertificate } from '../ice/dtls-certificate.ts';
import type { HeldPort } from './held-port.ts';
import { RelayEntrance } from './relay-entrance.ts';

/** The largest packet that is written: an Ethernet frame's payload. */
const MAX_PACKET_BYTES = 1500;

export interface LibdatachannelOptions {
  /** The local address to bind: one, or all by `0.0.0.0` or `::`. */
  readonly bindAddress: string;
  /** Addresses at which clients find the bound one, best first. Without them those that it stands for. */
  readonly announcedAddresses?: readonly string[];
  /** One UDP port for all transports. Without it each has a port of its own. */
  readonly held?: HeldPort;
  /** One more of these, beside it, for browsers that come over TURN by TCP or TLS: see `RelayEntrance`. */
  readonly relayPorts?: PortLimits;
}

/**
 * The backend on libdatachannel, for child processes only: the addon aborts in worker threads, and
 * its `cleanup()` is never called. Its callbacks come one packet at a time; they are gathered until
 * the event loop has drained its queue, and delivered as one batch, or several of `MAX_RECEIVED`.
 */
export class LibdatachannelBackend implements MediaBackend {
  readonly #events: BackendEvents;
  readonly #options: LibdatachannelOptions;
  readonly #config: RtcConfig;
  readonly #connections = new Map<number, Connection>();
  /** The same, by slot. */
  readonly #bySlot: (Connection | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  #slots = 0;
  #filling = new PacketBatch();
  #spare = new PacketBatch();
  readonly #forwards = new ForwardList();
  readonly #writer: ForwardWriter;
  /** `#views[n]` is the first n octets of the memory that packets are written to. */
  readonly #views: readonly Buffer[];
  #woken = false;
  readonly #entrance: Promise<RelayEntrance | undefined>;
  /** Local ICE passwords, by ufrag. */
  readonly #passwords = new Map<string, string>();
  readonly #ufrags = new Map<number, string>();
  /** Of transports that were reserved, which have to announce it before they are. */
  #certificate: DtlsCertificate | undefined;
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(options: LibdatachannelOptions, events: BackendEvents) {
    this.#events = events;
    this.#options = options;
    this.#config = rtcConfig(options);
    this.#entrance = this.#openEntrance();
    const memory = Buffer.alloc(MAX_PACKET_BYTES);
    this.#writer = new ForwardWriter(memory);
    this.#views = Array.from({ length: MAX_PACKET_BYTES + 1 }, (_, n) => memory.subarray(0, n));
  }

  async open(
    remote: TransportCredentials,
    reserved?: LocalTransportParameters,
  ): Promise<MediaTransport> {
    if (this.#closing !== undefined) throw new TransportRefused('The backend is closed.');
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    const config = reserved === undefined ? this.#config : { ...this.#config, ...this.#identity };
    const connection = new Connection(slot, config, {
      packet: (from, bytes) => this.#receive(from, bytes),
      connected: (of) => this.#events.connected(of),
      closed: (of, failed) => this.#release(of, failed),
    });
    this.#connections.set(slot, connection);
    this.#bySlot[slot] = connection;
    const local = await this.#answer(connection, remote, reserved);
    if (this.#connections.get(slot) === connection) {
      this.#passwords.set(local.iceUfrag, local.icePwd);
      this.#ufrags.set(slot, local.iceUfrag);
    }
    return {
      slot,
      local,
      send: ({ buffer, byteOffset, byteLength }) => {
        connection.send(Buffer.from(buffer, byteOffset, byteLength));
      },
      close: () => connection.close(),
    };
  }

  reserve(): LocalTransportParameters {
    const { bindAddress, held, announcedAddresses = [bindAddress] } = this.#options;
    if (held === undefined)
      throw new TransportRefused('Without a port of its own nothing is known.');
    return {
      // RFC 8445 section 5.3: 24 and 128 bits at least.
      iceUfrag: randomBytes(6).toString('base64'),
      icePwd: randomBytes(18).toString('base64'),
      fingerprint: this.#ownCertificate.fingerprint,
      setup: 'actpass',
      candidates: hostCandidates(announcedAddresses, held.port),
    };
  }

  send(write: (batch: PacketBatch, forwards: ForwardList) => void): void {
    // Its own batch: one that is being filled must stay as it is.
    const batch = this.#spare;
    batch.begin(performance.now());
    this.#forwards.begin();
    write(batch, this.#forwards);
    this.#flush(batch);
  }

  async close(): Promise<void> {
    this.#closing ??= Promise.withResolvers<void>();
    if (this.#connections.size === 0) this.#closing.resolve();
    for (const connection of this.#connections.values()) connection.close();
    await this.#closing.promise;
    (await this.#entrance)?.close();
  }

  /** Without it everybody else still comes in. */
  async #openEntrance(): Promise<RelayEntrance | undefined> {
    const { bindAddress, held, relayPorts: ports } = this.#options;
    if (held === undefined || ports === undefined) return undefined;
    const passwordOf = (ufrag: string) => this.#passwords.get(ufrag);
    return await RelayEntrance.open({ bindAddress, ports, muxPort: held.port, passwordOf });
  }

  get #ownCertificate(): DtlsCertificate {
    this.#certificate ??= makeDtlsCertificate();
    return this.#certificate;
  }

  /** PEM is taken in place of a file. */
  get #identity() {
    const { certificate, key } = this.#ownCertificate;
    return { certificatePemFile: certificate, keyPemFile: key };
  }

  async #answer(
    connection: Connection,
    remote: TransportCredentials,
    reserved: LocalTransportParameters | undefined,
  ): Promise<LocalTransportParameters> {
    try {
      const local = await connection.answer(remote, reserved);
      const announced = this.#options.announcedAddresses;
      const direct =
        announced === undefined
          ? local.candidates
          : announcedCandidates(announced, local.candidates);
      const entrance = await this.#entrance;
      const relayed = entrance === undefined ? [] : relayCandidates(direct, entrance.port);
      return { ...local, candidates: [...direct, ...relayed] };
    } catch (error) {
      connection.close();
      if (error instanceof TransportRefused) throw error;
      throw new TransportRefused('The transport could not be opened.', { cause: error });
    }
  }

  #receive(slot: number, bytes: Uint8Array): void {
    if (!this.#woken) {
      this.#woken = true;
      this.#filling.begin(performance.now());
      setImmediate(() => this.#deliver());
    }
    this.#filling.receive(slot, bytes, 0, bytes.length);
    if (this.#filling.received === MAX_RECEIVED) this.#deliver();
  }

  #deliver(): void {
    // It was full before the queue was empty.
    if (!this.#woken) return;
    this.#woken = false;
    const batch = this.#filling;
    this.#filling = this.#spare;
    this.#spare = batch;
    this.#forwards.begin();
    this.#events.packets(batch, this.#forwards);
    this.#flush(batch);
  }

  #flush(batch: PacketBatch): void {
    const forwards = this.#forwards;
    const { slots } = forwards.columns;
    this.#writer.begin();
    for (let row = 0; row < forwards.count; row += 1) {
      const connection = this.#bySlot[slots[row] ?? 0];
      if (connection === undefined) continue;
      const packet = this.#views[this.#writer.write(batch, forwards, row)];
      if (packet !== undefined && packet.length > 0) connection.send(packet);
    }
  }

  #release(slot: number, failed: boolean): void {
    this.#connections.delete(slot);
    this.#bySlot[slot] = undefined;
    this.#passwords.delete(this.#ufrags.get(slot) ?? '');
    this.#ufrags.delete(slot);
    this.#freeSlots.push(slot);
    this.#events.transportClosed(slot, failed);
    if (this.#connections.size === 0) this.#closing?.resolve();
  }
}

function rtcConfig({ bindAddress, held }: LibdatachannelOptions): RtcConfig {
  const config = { iceServers: [], bindAddress, disableAutoNegotiation: true, mtu: 1500 };
  if (held === undefined) return config;
  const { port } = held;
  return { ...config, enableIceUdpMux: true, portRangeBegin: port, portRangeEnd: port };
}
