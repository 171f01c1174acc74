import type { Call } from '@sky-genesis/protocol';
import { isTalking, liveOthersOf, mediaIdOf } from '../core/call-members.ts';
import type { Connection } from '../core/connection.ts';
import { MediaLayers } from '../core/media-layers.ts';
import type { PictureSize } from '../core/room-types.ts';
import type { RemoteParty } from '../core/types.ts';
import type { IceServerCache } from './ice-servers.ts';
import type { LocalMedia } from './local-media.ts';
import type { MediaState } from './peer.ts';
import { RouterParty } from './router-party.ts';
import { RouterSession } from './router-session.ts';
import type { OutgoingMedia } from './uplinks.ts';

export interface RouterCallOptions {
  readonly userId: string;
  readonly call: Call;
  readonly connection: Connection;
  readonly iceServers: IceServerCache;
  readonly local: LocalMedia;
  /** The stream the page has, or will have, of somebody. */
  readonly streamOf: (userId: string) => MediaStream;
  /** Whether that stream may still hold what comes another way. */
  readonly direct: (userId: string) => boolean;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

const nothing: OutgoingMedia = {
  microphone: null,
  microphoneMuted: true,
  camera: null,
  screen: null,
  screenAudio: null,
};

/** The media of a call of several over the media router, in a session that the call's id names. */
export class RouterCallMedia {
  readonly #options: RouterCallOptions;
  readonly #session: RouterSession;
  readonly #layers: MediaLayers;
  readonly #parties = new Map<string, RouterParty>();
  readonly #off: () => void;
  #call: Call;
  #failed = false;

  constructor(options: RouterCallOptions) {
    this.#options = options;
    this.#call = options.call;
    const { connection } = options;
    const { id } = options.call;
    this.#layers = new MediaLayers(
      (wish) => connection.request({ type: 'MediaLayers', session_id: id, ...wish }),
      sharedSize,
    );
    this.#session = new RouterSession({
      id,
      connection,
      ticket: () => this.#ticket(),
      outgoing: () => this.#outgoing(),
      changed: () => this.#show(),
      // What the others mean, the call's events tell.
      closed: (reason) => {
        if (reason === 'lost') this.#session.open();
      },
      speakers: () => {},
      quality: () => {},
      barred: options.failed,
      refused: (error) => {
        if (!this.#failed) options.failed(error);
        this.#failed = true;
        return true;
      },
    });
    this.#off = connection.on('hello', () => void this.#resume());
    this.#session.open();
  }

  get state(): MediaState {
    return this.#session.state;
  }

  /** Whether all that this member publishes comes this way. */
  carries(userId: string): boolean {
    return this.#parties.get(userId)?.flows ?? false;
  }

  /** Another member; undefined for who publishes nothing here yet. */
  view(userId: string): RemoteParty | undefined {
    return this.#parties.get(userId)?.view;
  }

  update(call: Call): void {
    this.#call = call;
    const others = liveOthersOf(call, this.#options.userId).filter((id) => isTalking(call, id));
    for (const userId of this.#parties.keys()) {
      if (!others.includes(userId)) this.#parties.delete(userId);
    }
    for (const userId of others) this.#meet(userId);
    this.send();
    this.#show();
  }

  /** The local tracks have changed. */
  send(): void {
    this.#session.send();
  }

  stats(): Promise<readonly RTCStatsReport[]> {
    return this.#session.stats();
  }

  close(): void {
    this.#off();
    this.#layers.close();
    this.#session.close();
  }

  async #resume(): Promise<void> {
    this.#session.resume(await this.#ticket());
    this.#layers.forget();
  }

  async #ticket() {
    return { token: undefined, rtc: await this.#options.iceServers.get() };
  }

  #meet(userId: string): void {
    const mediaId = mediaIdOf(this.#call, userId);
    if (this.#parties.get(userId)?.mediaId === mediaId) return;
    const stream = this.#options.streamOf(userId);
    this.#parties.set(userId, new RouterParty({ userId, mediaId }, stream, this.#session));
  }

  #outgoing(): OutgoingMedia {
    return this.#call.status === 'on_hold' ? nothing : this.#options.local.sources;
  }

  #show(): void {
    this.#layers.receive(this.#session.pictures);
    const audible = this.#call.status !== 'on_hold';
    for (const [userId, party] of this.#parties) {
      party.show(!this.#options.direct(userId), audible);
    }
    this.#options.changed();
  }
}

/** Of one of so many pictures that share a window. */
function sharedSize(pictures: number): PictureSize {
  if (pictures <= 1) return { width: 1280, height: 720 };
  return pictures <= 4 ? { width: 640, height: 360 } : { width: 320, height: 180 };
}
