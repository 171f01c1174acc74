import type { Signal } from '@sky-genesis/protocol';
import type { RemoteParty } from '../core/types.ts';
import type { OutgoingTracks } from './local-media.ts';
import { type MediaState, Peer, type PeerOptions } from './peer.ts';
import { isAboutVideo } from './signal-payload.ts';

export type PartyPeerOptions = Omit<PeerOptions, 'track'>;

export interface PartyOptions {
  readonly userId: string;
  /** The same for the whole call: tracks come and go within it. */
  readonly stream: MediaStream;
  readonly cameraOff: boolean;
  readonly sharingScreen: boolean;
  readonly changed: () => void;
  /** The first packet of a track has come. */
  readonly flowing: (kind: string) => void;
}

/** Another member of the call as this page sees and hears them. */
export class Party {
  readonly userId: string;
  readonly stream: MediaStream;
  readonly #tracks = new Set<MediaStreamTrack>();
  readonly #options: PartyOptions;
  #peer: Peer | undefined;
  #microphoneMuted = false;
  #cameraOff: boolean;
  #sharingScreen: boolean;
  #audible = true;

  constructor(options: PartyOptions) {
    this.#options = options;
    this.userId = options.userId;
    this.stream = options.stream;
    this.#cameraOff = options.cameraOff;
    this.#sharingScreen = options.sharingScreen;
  }

  get state(): MediaState {
    return this.#peer?.state ?? 'none';
  }

  get view(): RemoteParty {
    return {
      userId: this.userId,
      stream: this.stream,
      microphoneMuted: this.#microphoneMuted,
      cameraOff: this.#cameraOff,
      sharingScreen: this.#sharingScreen,
    };
  }

  /** Connects, or connects afresh: a former connection is dropped. */
  connect(options: PartyPeerOptions): void {
    this.#dropPeer();
    // A page that comes back tells anew what differs from the usual.
    this.#microphoneMuted = false;
    this.#cameraOff = this.#options.cameraOff;
    this.#sharingScreen = this.#options.sharingScreen;
    this.#peer = new Peer({ ...options, track: (track) => this.#take(track) });
  }

  hear(signal: Signal): void {
    switch (signal.message_type) {
      case 'mute':
      case 'unmute':
        if (isAboutVideo(signal)) this.#cameraOff = signal.message_type === 'mute';
        else this.#microphoneMuted = signal.message_type === 'mute';
        this.#options.changed();
        break;
      case 'screen_share_start':
      case 'screen_share_stop':
        this.#sharingScreen = signal.message_type === 'screen_share_start';
        this.#options.changed();
        break;
      default:
        void this.#peer?.hear(signal);
    }
  }

  send(outgoing: OutgoingTracks): void {
    this.#peer?.send(outgoing).catch(() => {
      // Closed meanwhile: there is nobody to send to.
    });
  }

  setAudible(audible: boolean): void {
    this.#audible = audible;
    for (const track of this.#tracks) track.enabled = audible;
  }

  restart(): void {
    this.#peer?.restart();
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#peer?.stats();
  }

  close(): void {
    this.#dropPeer();
    this.#peer = undefined;
  }

  #take(track: MediaStreamTrack): void {
    track.enabled = this.#audible;
    this.#tracks.add(track);
    this.stream.addTrack(track);
    track.addEventListener('unmute', () => {
      this.#options.flowing(track.kind);
      // A peer that says nothing of its camera shows it by sending.
      if (track.kind === 'video') this.#cameraOff = false;
      this.#options.changed();
    });
    this.#options.changed();
  }

  #dropPeer(): void {
    this.#peer?.close();
    for (const track of this.#tracks) this.stream.removeTrack(track);
    this.#tracks.clear();
  }
}
