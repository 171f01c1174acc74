import type {
  CLIENT_MEDIA_FRAMES,
  MediaSource,
  ReceivedTrack,
  Static,
} from '@sky-genesis/protocol';
import type { IncomingPicture } from '../core/media-layers.ts';
import type { MediaState } from './peer.ts';
import { type DescriptionFrame, RouterNegotiation } from './router-negotiation.ts';
import { type OutgoingMedia, Uplinks } from './uplinks.ts';

type Frame = Static<(typeof CLIENT_MEDIA_FRAMES)[number]>;
type WithoutId<F> = F extends unknown ? Omit<F, 'id'> : never;
export type MediaRequest = WithoutId<Frame>;

export interface RouterTransportOptions {
  readonly sessionId: string;
  /** Opens the session, where it takes one. */
  readonly token: string | undefined;
  readonly rtc: RTCConfiguration;
  readonly outgoing: OutgoingMedia;
  /** @throws as `Connection.request` */
  readonly request: (frame: MediaRequest) => Promise<unknown>;
  /** The state, or what comes in, is another. */
  readonly changed: () => void;
  /** What goes out has been refused for what it is; the connection goes on. */
  readonly refused: (error: unknown) => void;
  /** Once: another connection is needed. */
  readonly failed: (cause: unknown) => void;
}

/** How long the first connection may take, in milliseconds. */
const connectWithinMs = 12_000;
/** How long a loss may mend itself, in milliseconds. */
const mendWithinMs = 2500;

/** One connection to the media router, which carries both directions. It is not mended: another takes its place. */
export class RouterTransport {
  readonly id = crypto.randomUUID();
  readonly #options: RouterTransportOptions;
  readonly #pc: RTCPeerConnection;
  readonly #uplinks: Uplinks;
  readonly #negotiation: RouterNegotiation;
  #token: string | undefined;
  #state: MediaState = 'none';
  #received: readonly ReceivedTrack[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();
  #closed = false;
  #failed = false;

  constructor(options: RouterTransportOptions) {
    this.#options = options;
    this.#token = options.token;
    this.#pc = new RTCPeerConnection(options.rtc);
    this.#uplinks = new Uplinks(this.#pc);
    this.#negotiation = new RouterNegotiation({
      pc: this.#pc,
      sendOffer: (revision, sdp) => this.#sendOffer(revision, sdp),
      sendAnswer: async (revision, sdp) => {
        await options.request({ ...this.#names, type: 'MediaAnswer', revision, sdp });
      },
      received: (tracks) => {
        this.#received = tracks;
        options.changed();
      },
      refused: options.refused,
      failed: (cause) => this.#fail(cause),
    });
    this.#pc.addEventListener('connectionstatechange', () => this.#connectionChanged());
    this.#pc.addEventListener('track', ({ track }) => {
      // Whether anything comes in it.
      track.addEventListener('unmute', options.changed);
      track.addEventListener('mute', options.changed);
    });
    this.#pc.addEventListener('icecandidate', ({ candidate }) => this.#tell(candidate));
    this.#failAfter(connectWithinMs);
    this.#queue(async () => {
      await this.#uplinks.send(options.outgoing);
      this.#negotiation.offer();
    });
  }

  get state(): MediaState {
    return this.#state;
  }

  /** The track in which a member's source comes in; null while it does not. */
  track(memberId: string, source: MediaSource): MediaStreamTrack | null {
    const section = this.#received.find(
      (received) => received.participant_id === memberId && received.source === source,
    );
    if (section === undefined) return null;
    return this.#transceiver(section.mid)?.receiver.track ?? null;
  }

  get pictures(): readonly IncomingPicture[] {
    return this.#received.flatMap(({ track_id: trackId, participant_id: memberId, source }) =>
      source === 'camera' || source === 'screen' ? [{ trackId, memberId, source }] : [],
    );
  }

  hear(frame: DescriptionFrame): void {
    this.#negotiation.hear(frame);
  }

  /** Sends these from now on. */
  send(outgoing: OutgoingMedia): void {
    this.#queue(async () => {
      const { offer, muted } = await this.#uplinks.send(outgoing);
      for (const section of muted) this.#sayMuted(section);
      if (offer) this.#negotiation.offer();
    });
  }

  demand(mid: string, layers: readonly boolean[]): void {
    this.#queue(() => this.#uplinks.demand(mid, layers));
  }

  /** The server is reached over another WebSocket, and learns by an offer that this connection goes on there. */
  attach(token: string | undefined): void {
    this.#token = token;
    this.#negotiation.offer();
  }

  stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#negotiation.close();
    this.#pc.close();
  }

  async #sendOffer(revision: number, sdp: string): Promise<void> {
    const token = this.#token;
    const tracks = [...this.#uplinks.sections];
    const frame = { ...this.#names, type: 'MediaOffer', revision, sdp, tracks } as const;
    await this.#options.request(token === undefined ? frame : { ...frame, token });
    // It has opened the session; from here on the WebSocket is known.
    if (this.#token === token) this.#token = undefined;
  }

  get #names() {
    return { session_id: this.#options.sessionId, transport_id: this.id } as const;
  }

  #sayMuted(section: { readonly mid: string; readonly muted: boolean }): void {
    const { sessionId, request } = this.#options;
    // Unheard, it is told again by the offer that mends the connection.
    request({ type: 'MediaMuted', session_id: sessionId, ...section }).catch(() => {});
  }

  #tell(candidate: RTCIceCandidate | null): void {
    const { candidate: line, sdpMid, sdpMLineIndex } = candidate ?? {};
    const told =
      line === undefined || line === ''
        ? null
        : { candidate: line, sdpMid: sdpMid ?? null, sdpMLineIndex: sdpMLineIndex ?? null };
    const frame = { ...this.#names, type: 'MediaCandidate', candidate: told } as const;
    // The router finds this side by its checks; candidates only spare it the search.
    this.#options.request(frame).catch(() => {});
  }

  #transceiver(mid: string): RTCRtpTransceiver | undefined {
    return this.#pc.getTransceivers().find((transceiver) => transceiver.mid === mid);
  }

  /** One change of what is sent after the other. */
  #queue(step: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : step()))
      .catch((cause: unknown) => this.#fail(cause));
  }

  #connectionChanged(): void {
    const state = this.#pc.connectionState;
    if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#state = 'up';
    } else if (state === 'disconnected') {
      this.#state = 'lost';
      this.#failAfter(mendWithinMs);
    } else if (state === 'failed') {
      this.#state = 'lost';
      this.#fail(new DOMException('the media path is gone', 'NetworkError'));
    }
    this.#options.changed();
  }

  #failAfter(ms: number): void {
    clearTimeout(this.#timer);
    const cause = new DOMException('no media path was found', 'TimeoutError');
    this.#timer = setTimeout(() => this.#fail(cause), ms);
  }

  #fail(cause: unknown): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#failed) return;
    this.#failed = true;
    this.#negotiation.close();
    this.#options.failed(cause);
  }
}
