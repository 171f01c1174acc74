import { PeerConnection, type RtcConfig, type Track } from 'node-datachannel';
import type {
  LocalTransportParameters,
  TransportCredentials,
} from '../transport/media-transport.ts';
import { readLocalDescription } from './local-description.ts';
import { syntheticOffer } from './synthetic-offer.ts';

export interface ConnectionEvents {
  packet(slot: number, bytes: Uint8Array): void;
  connected(slot: number): void;
  /** The last call: the addon's objects may be let go. */
  closed(slot: number, failed: boolean): void;
}

/**
 * One PeerConnection in "transport mode": always the answerer of a synthetic offer, once, with one
 * track that receives and sends everything of the bundle. As offerer libdatachannel starts ICE before
 * it stores the remote fingerprint, and a fast DTLS then fails.
 *
 * Connection and track are held until the connection is closed: the addon crashes when one is
 * collected before. Callbacks that were queued before check `#phase`. Its objects keep the process
 * alive until they are collected, so a process that is done says so by `process.exit`.
 */
export class Connection {
  readonly slot: number;
  readonly #events: ConnectionEvents;
  #peer: PeerConnection | undefined;
  readonly #gathered = Promise.withResolvers<void>();
  #track: Track | undefined;
  #phase: 'open' | 'closing' | 'closed' = 'open';
  #failed = false;

  constructor(slot: number, config: RtcConfig, events: ConnectionEvents) {
    this.slot = slot;
    this.#events = events;
    this.#peer = new PeerConnection(`media-${slot}`, config);
    this.#listen(this.#peer);
  }

  /** @throws TransportRefused when libdatachannel cannot use the credentials */
  async answer(
    remote: TransportCredentials,
    own?: LocalTransportParameters,
  ): Promise<LocalTransportParameters> {
    this.#peer?.setRemoteDescription(syntheticOffer(remote), 'offer');
    const { iceUfrag, icePwd } = own ?? {};
    const ice = iceUfrag === undefined || icePwd === undefined ? {} : { iceUfrag, icePwd };
    this.#peer?.setLocalDescription('answer', ice);
    await this.#gathered.promise;
    const local = this.#phase === 'open' ? this.#peer?.localDescription() : undefined;
    if (local === undefined || local === null)
      throw new Error('The transport was closed before it had an answer.');
    return readLocalDescription(local.sdp);
  }

  /** False when the packet could not be taken: the transport is closing, or DTLS is not up. */
  send(packet: Buffer): boolean {
    if (this.#phase !== 'open' || this.#track === undefined) return false;
    try {
      return this.#track.sendMessageBinary(packet);
    } catch {
      // It throws between the end of DTLS and the callback that tells us of it.
      return false;
    }
  }

  close(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'closing';
    this.#peer?.close();
  }

  #listen(peer: PeerConnection): void {
    peer.onTrack((track) => this.#adopt(track));
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') this.#gathered.resolve();
    });
    peer.onStateChange((state) => {
      if (state === 'failed') {
        this.#failed = this.#phase === 'open';
        this.close();
      }
      if (state === 'closed') this.#end();
    });
  }

  #adopt(track: Track): void {
    if (this.#phase !== 'open') return;
    this.#track = track;
    track.onOpen(() => {
      if (this.#phase === 'open') this.#events.connected(this.slot);
    });
    track.onClosed(() => this.close());
    track.onMessage((bytes) => {
      if (this.#phase === 'open') this.#events.packet(this.slot, bytes);
    });
  }

  #end(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    // The addon holds its callbacks, and they hold us: without this nothing is ever collected.
    this.#peer = undefined;
    this.#track = undefined;
    this.#gathered.resolve();
    this.#events.closed(this.slot, this.#failed);
  }
}
