import { packetKind } from '@sky-genesis/rtp';
import type { LegPath } from '../phone/leg-path.ts';
import type { Remote } from '../phone/plain-socket.ts';
import {
  type LocalTransportParameters,
  type MediaTransport,
  type TransportCredentials,
  TransportRefused,
} from '../transport/media-transport.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';

/** Where secure paths get their transports from. */
export interface SecureTransports {
  /** @throws TransportRefused where nothing can be promised before the peer is known */
  reserve(): LocalTransportParameters;
  /** Opens what was reserved; what comes goes to `path`. @throws TransportRefused */
  open(
    remote: TransportCredentials,
    reserved: LocalTransportParameters,
    path: SecurePath,
  ): Promise<MediaTransport>;
}

export interface SecurePathEvents {
  packet(packet: Uint8Array, from: Remote, nowMs: number): void;
  /** ICE found no way, the peer's consent ran out, or DTLS ended, while nobody closed it. */
  lost(): void;
}

/** Whoever sends has proved itself to ICE and DTLS: addresses say nothing here. */
export const SECURE_PEER: Remote = { address: 'dtls', port: 1 };

/** A telephone's path by ICE and DTLS (RFC 5763): a PBX that speaks as browsers do. RTCP is multiplexed. */
export class SecurePath implements LegPath {
  readonly local: LocalTransportParameters;
  readonly #transports: SecureTransports;
  readonly #events: SecurePathEvents;
  readonly #gone = Promise.withResolvers<void>();
  #remote: TransportCredentials | undefined;
  #transport: MediaTransport | undefined;
  #closed = false;

  /** @throws TransportRefused as `SecureTransports.reserve` */
  constructor(transports: SecureTransports, events: SecurePathEvents) {
    this.#transports = transports;
    this.#events = events;
    this.local = transports.reserve();
  }

  /**
   * The peer is known, for the first time or again.
   * @throws TransportRefused for another peer than before: ICE is not restarted (RFC 8839 section 4.4)
   */
  async connect(remote: TransportCredentials): Promise<void> {
    if (this.#remote !== undefined) {
      if (!samePeer(this.#remote, remote))
        throw new TransportRefused('ICE and DTLS cannot begin anew within a call.');
      return;
    }
    this.#remote = remote;
    try {
      this.#transport = await this.#transports.open(remote, this.local, this);
    } catch (error) {
      // There is no peer: the same one is to be refused again, and another may be taken.
      this.#remote = undefined;
      throw error;
    }
    if (this.#closed) this.#transport.close();
  }

  sendRtp(packet: Uint8Array): void {
    this.#transport?.send(packet);
  }

  sendRtcp(packet: Uint8Array): void {
    this.#transport?.send(packet);
  }

  receiveRtp(_slot: number, batch: PacketBatch, index: number): void {
    const packet = batch.buffer(index).subarray(batch.starts[index], batch.ends[index]);
    this.#events.packet(packet, SECURE_PEER, batch.nowMs);
  }

  receiveRtcp(slot: number, batch: PacketBatch, index: number): void {
    const kind = packetKind(batch.buffer(index), batch.starts[index], batch.ends[index]);
    if (kind === 'rtcp') this.receiveRtp(slot, batch, index);
  }

  /** The transport is gone, whoever ended it. */
  released(): void {
    this.#gone.resolve();
    if (!this.#closed) this.#events.lost();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#transport === undefined) return;
    this.#transport.close();
    await this.#gone.promise;
  }
}

function samePeer(a: TransportCredentials, b: TransportCredentials): boolean {
  return a.iceUfrag === b.iceUfrag && a.icePwd === b.icePwd && a.fingerprint === b.fingerprint;
}
