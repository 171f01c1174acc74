import type {
  MediaClosedFrame,
  MediaQualityFrame,
  MediaSource,
  MediaSpeakersFrame,
  SERVER_MEDIA_FRAMES,
  Static,
} from '@sky-genesis/protocol';
import { backoffMs } from '../core/backoff.ts';
import type { Connection } from '../core/connection.ts';
import type { IncomingPicture } from '../core/media-layers.ts';
import { PublishedTracks } from '../core/published-tracks.ts';
import type { RoomTrack } from '../core/room-types.ts';
import { NetworkError } from '../core/sge-error.ts';
import { wait } from '../core/wait.ts';
import type { MediaState } from './peer.ts';
import { RouterTransport } from './router-transport.ts';
import type { OutgoingMedia } from './uplinks.ts';

export type ClosedReason = Static<typeof MediaClosedFrame>['reason'];
type ServerMediaFrame = Static<(typeof SERVER_MEDIA_FRAMES)[number]>;

export interface RouterSessionOptions {
  /** `session_id` on the wire. */
  readonly id: string;
  readonly connection: Connection;
  /**
   * What the next connection opens with. `known`: the server knows this session on this WebSocket, and needs no
   * token. @throws as REST does
   */
  readonly ticket: (known: boolean) => Promise<RouterTicket>;
  readonly outgoing: () => OutgoingMedia;
  /** State, tracks or pictures have changed. */
  readonly changed: () => void;
  /** The server has ended it. */
  readonly closed: (reason: ClosedReason) => void;
  /** The server refuses some of what is sent. */
  readonly barred: (error: unknown) => void;
  /** Opening it has failed. @returns whether to try again */
  readonly refused: (error: unknown) => boolean;
  readonly speakers: (speakers: Static<typeof MediaSpeakersFrame>['speakers']) => void;
  readonly quality: (participants: Static<typeof MediaQualityFrame>['participants']) => void;
}

export interface RouterTicket {
  /** Undefined where none is needed. */
  readonly token: string | undefined;
  readonly rtc: RTCConfiguration;
}

/** What a broken connection showed last stays no longer than this beside the next one, in milliseconds. */
const lingerMs = 10_000;
const pacing = { baseMs: 400, maxMs: 5000, random: Math.random };

/**
 * This page's media in a room or a call, over the media router: one connection at a time, and another one when it
 * breaks. The tracks of a broken one stay in view until those of the next have come.
 */
export class RouterSession {
  readonly #options: RouterSessionOptions;
  readonly #stop = new AbortController();
  readonly #published = new PublishedTracks();
  readonly #offs: readonly (() => void)[];
  #current: RouterTransport | undefined;
  #former: RouterTransport | undefined;
  #formerTimer: ReturnType<typeof setTimeout> | undefined;
  #everUp = false;
  #failures = 0;
  #opening = false;
  /** Whether an offer has been taken on the WebSocket there is. */
  #known = false;

  constructor(options: RouterSessionOptions) {
    this.#options = options;
    const { connection } = options;
    this.#offs = [
      connection.on('frame', (frame) => {
        if ('session_id' in frame && frame.session_id === options.id) this.#hear(frame);
      }),
      connection.on('state', () => {
        this.#known = false;
      }),
    ];
  }

  get state(): MediaState {
    if (this.#current?.state === 'up') return 'up';
    return this.#everUp ? 'lost' : 'none';
  }

  /** Whether anything is known of what a member publishes. */
  hears(memberId: string): boolean {
    return this.#published.hasAny(memberId);
  }

  get pictures(): readonly IncomingPicture[] {
    return this.#current?.pictures ?? [];
  }

  /** What a member publishes; null for what they do not. */
  track(memberId: string, source: MediaSource): RoomTrack | null {
    const arrived =
      this.#current?.track(memberId, source) ?? this.#former?.track(memberId, source) ?? null;
    return this.#published.of(memberId, source, arrived);
  }

  /** Opens it with a ticket that is at hand, or with one it asks for. */
  open(ticket?: RouterTicket): void {
    void this.#open(ticket);
  }

  /** The server is reached over another WebSocket. Media that flow go on. */
  resume(ticket: RouterTicket): void {
    if (this.#current?.state === 'up') this.#current.attach(ticket.token);
    else void this.#open(ticket);
  }

  /** The local tracks have changed. */
  send(): void {
    this.#current?.send(this.#options.outgoing());
  }

  async stats(): Promise<readonly RTCStatsReport[]> {
    const report = await this.#current?.stats();
    return report === undefined ? [] : [report];
  }

  close(): void {
    this.#stop.abort();
    for (const off of this.#offs) off();
    this.#current?.close();
    this.#current = undefined;
    this.#closeFormer();
  }

  #hear(frame: ServerMediaFrame): void {
    const { changed, closed, speakers, quality } = this.#options;
    switch (frame.type) {
      case 'MediaAnswer':
      case 'MediaOffer':
        if (frame.transport_id === this.#current?.id) this.#current.hear(frame);
        break;
      case 'MediaDemand':
        if (frame.transport_id === this.#current?.id) this.#current.demand(frame.mid, frame.layers);
        break;
      case 'MediaRestart':
        void this.#open();
        break;
      case 'MediaTracks':
        this.#published.read(frame.tracks);
        changed();
        break;
      case 'MediaSpeakers':
        speakers(frame.speakers);
        break;
      case 'MediaQuality':
        quality(frame.participants);
        break;
      case 'MediaClosed':
        closed(frame.reason);
        break;
      default:
        frame satisfies never;
    }
  }

  /** Another connection takes the place of the one there is. */
  async #open(given?: RouterTicket): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    const ticket = given ?? (await this.#ticket());
    this.#opening = false;
    if (ticket === undefined || this.#stop.signal.aborted) return;
    // The last one that has shown anything stays in view.
    if (this.#current?.state === 'none') this.#current.close();
    else {
      this.#closeFormer();
      this.#former = this.#current;
      this.#formerTimer = setTimeout(() => this.#closeFormer(), lingerMs);
    }
    this.#current = this.#connect(ticket);
    this.#options.changed();
  }

  #connect(ticket: RouterTicket): RouterTransport {
    const { id, connection, outgoing, barred } = this.#options;
    const transport: RouterTransport = new RouterTransport({
      sessionId: id,
      ...ticket,
      outgoing: outgoing(),
      request: async (frame) => {
        await connection.request(frame);
        if (frame.type === 'MediaOffer') this.#known = true;
      },
      changed: () => this.#changed(transport),
      refused: barred,
      failed: (cause) => {
        if (transport === this.#current) void this.#failed(cause);
      },
    });
    return transport;
  }

  #changed(transport: RouterTransport): void {
    if (transport !== this.#current) return;
    if (transport.state === 'up') {
      this.#everUp = true;
      this.#failures = 0;
      this.#dropFormer();
    }
    this.#options.changed();
  }

  /** Once everything of it comes by the new one. */
  #dropFormer(): void {
    const shown = this.#former?.pictures ?? [];
    const missing = shown.some(
      ({ memberId, source }) =>
        this.#published.has(memberId, source) && this.#current?.track(memberId, source) === null,
    );
    if (!missing) this.#closeFormer();
  }

  #closeFormer(): void {
    clearTimeout(this.#formerTimer);
    this.#former?.close();
    this.#former = undefined;
  }

  async #failed(cause: unknown): Promise<void> {
    // The next WebSocket resumes.
    if (cause instanceof NetworkError || this.#opening) return;
    this.#failures += 1;
    this.#options.changed();
    if (!this.#options.refused(cause)) return;
    if (this.#failures > 1) {
      await wait(backoffMs(this.#failures - 2, pacing), this.#stop.signal);
    }
    if (!this.#stop.signal.aborted) await this.#open();
  }

  async #ticket(): Promise<RouterTicket | undefined> {
    const { ticket, refused, connection } = this.#options;
    for (let failures = 0; !this.#stop.signal.aborted; failures += 1) {
      try {
        return await ticket(this.#known);
      } catch (error) {
        const offline = error instanceof NetworkError && connection.state !== 'connected';
        // Offline: the next WebSocket resumes.
        if (offline || this.#stop.signal.aborted || !refused(error)) return undefined;
        await wait(backoffMs(failures, pacing), this.#stop.signal);
      }
    }
    return undefined;
  }
}
