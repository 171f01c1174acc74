import type { Signal, SignalType } from '@sky-genesis/protocol';
import type { IceServerCache } from './ice-servers.ts';
import type { OutgoingTracks } from './local-media.ts';
import { Negotiation } from './negotiation.ts';

/** `none` yet; `up`: connected; `lost`: it was. */
export type MediaState = 'none' | 'up' | 'lost';

export interface PeerOptions {
  readonly iceServers: IceServerCache;
  readonly polite: boolean;
  readonly opens: boolean;
  /** Whether the call is to have video from the start. */
  readonly video: boolean;
  readonly outgoing: OutgoingTracks;
  readonly say: (type: SignalType, payload: object) => void;
  readonly stateChanged: () => void;
  readonly track: (track: MediaStreamTrack) => void;
}

/** How long a loss may mend itself before ICE is restarted, in milliseconds; the impolite side goes first. */
const restartAfterMs = { impolite: 1500, polite: 3500 };
/** The pause between two attempts to restart, in milliseconds. */
const restartAgainMs = 5000;

/** The connection to one other party. */
export class Peer {
  readonly #pc: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #negotiation: Negotiation;
  #outgoing: OutgoingTracks;
  #state: MediaState = 'none';
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#outgoing = options.outgoing;
    this.#pc = new RTCPeerConnection(options.iceServers.current);
    this.#negotiation = new Negotiation({
      pc: this.#pc,
      polite: options.polite,
      opens: options.opens,
      say: options.say,
      beforeAnswer: () => this.#attach(),
    });
    this.#pc.addEventListener('connectionstatechange', () => this.#connectionChanged());
    this.#pc.addEventListener('signalingstatechange', () => this.#addMissing());
    this.#pc.addEventListener('track', ({ track }) => options.track(track));
    if (options.opens) this.#open();
  }

  get state(): MediaState {
    return this.#state;
  }

  hear(signal: Signal): Promise<void> {
    return this.#negotiation.hear(signal);
  }

  /** Sends these from now on; null sends nothing of that kind. */
  async send(outgoing: OutgoingTracks): Promise<void> {
    this.#outgoing = outgoing;
    await this.#replace('audio', outgoing.audio);
    await this.#replace('video', outgoing.video);
  }

  /** Looks for another path, unless this one works. */
  restart(): void {
    clearTimeout(this.#restartTimer);
    if (this.#state !== 'lost') return;
    // While an offer is under way its answer will tell; a second one would only cross it.
    if (this.#pc.signalingState === 'stable') void this.#restartIce();
    this.#restartTimer = setTimeout(() => this.restart(), restartAgainMs);
  }

  stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  close(): void {
    clearTimeout(this.#restartTimer);
    this.#pc.close();
  }

  #open(): void {
    const { audio, video } = this.#outgoing;
    this.#pc.addTransceiver(audio ?? 'audio', { direction: 'sendrecv' });
    if (this.#options.video || video !== null) {
      this.#pc.addTransceiver(video ?? 'video', { direction: 'sendrecv' });
    }
  }

  /** Answers both ways on everything offered, so that a later camera needs no new negotiation. */
  async #attach(): Promise<void> {
    for (const kind of ['audio', 'video'] as const) {
      const transceiver = this.#transceiver(kind);
      if (transceiver === undefined) continue;
      transceiver.direction = 'sendrecv';
      await transceiver.sender.replaceTrack(this.#outgoing[kind]);
    }
  }

  async #replace(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    const transceiver = this.#transceiver(kind);
    if (transceiver !== undefined) await transceiver.sender.replaceTrack(track);
    // addTrack, not addTransceiver: should both sides add video at once, they share one section.
    else if (track !== null && this.#pc.signalingState !== 'closed') this.#pc.addTrack(track);
  }

  /** A camera that answers an audio call: offered in turn, once the answer is out. */
  #addMissing(): void {
    const { video } = this.#outgoing;
    if (this.#pc.signalingState === 'stable' && this.#pc.remoteDescription !== null) {
      void this.#replace('video', video).catch(() => {});
    }
  }

  /** Credentials of a long call's beginning have expired by now. */
  async #restartIce(): Promise<void> {
    const configuration = await this.#options.iceServers.get();
    if (this.#state !== 'lost' || this.#pc.signalingState !== 'stable') return;
    this.#pc.setConfiguration(configuration);
    this.#pc.restartIce();
  }

  #transceiver(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    return this.#pc
      .getTransceivers()
      .find((item) => item.receiver.track.kind === kind && item.currentDirection !== 'stopped');
  }

  #connectionChanged(): void {
    const state = this.#pc.connectionState;
    if (state === 'connected') {
      clearTimeout(this.#restartTimer);
      this.#state = 'up';
    } else if (state === 'failed' || state === 'disconnected') {
      const delays = restartAfterMs[this.#options.polite ? 'polite' : 'impolite'];
      this.#state = 'lost';
      clearTimeout(this.#restartTimer);
      this.#restartTimer = setTimeout(() => this.restart(), delays);
    }
    this.#options.stateChanged();
  }
}
