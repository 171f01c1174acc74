import type { RemoteParty } from '../core/types.ts';
import type { RouterSession } from './router-session.ts';

/** Another member of a call on a router, in the stream that the page has of them. */
export class RouterParty {
  readonly userId: string;
  /** As media frames name them. */
  readonly mediaId: string;
  readonly stream: MediaStream;
  readonly #session: RouterSession;

  constructor(
    { userId, mediaId }: { readonly userId: string; readonly mediaId: string },
    stream: MediaStream,
    session: RouterSession,
  ) {
    this.userId = userId;
    this.mediaId = mediaId;
    this.stream = stream;
    this.#session = session;
  }

  /** Undefined for who publishes nothing here yet. */
  get view(): RemoteParty | undefined {
    if (!this.#session.hears(this.mediaId)) return undefined;
    const { microphone, camera, screen } = this.#tracks();
    return {
      userId: this.userId,
      stream: this.stream,
      microphoneMuted: microphone?.muted ?? true,
      cameraOff: camera?.muted ?? true,
      sharingScreen: screen !== null,
    };
  }

  /** Whether all that this member publishes comes by the router. */
  get flows(): boolean {
    const { microphone, camera, screen } = this.#tracks();
    const expected = [microphone, camera, screen].filter((sent) => sent !== null && !sent.muted);
    return this.#session.hears(this.mediaId) && expected.every((sent) => isFlowing(sent?.track));
  }

  /**
   * Puts what comes by the router in the stream, each kind in the place of what was there as soon as it flows:
   * who listens hears no gap. `alone`: there is no other way any more.
   */
  show(alone: boolean, audible: boolean): void {
    const { microphone, camera, screen } = this.#tracks();
    this.#take('audio', microphone?.track ?? null, alone);
    this.#take('video', (screen ?? camera)?.track ?? null, alone);
    for (const track of this.stream.getTracks()) track.enabled = audible;
  }

  #take(kind: 'audio' | 'video', track: MediaStreamTrack | null, alone: boolean): void {
    const shown = this.stream.getTracks().filter((other) => other.kind === kind);
    if (shown.length === 1 && shown[0] === track) return;
    const keep = !alone && shown.length > 0 && !isFlowing(track);
    if (keep) return;
    if (track !== null) this.stream.addTrack(track);
    for (const other of shown) if (other !== track) this.stream.removeTrack(other);
  }

  #tracks() {
    const track = (source: 'microphone' | 'camera' | 'screen') =>
      this.#session.track(this.mediaId, source);
    return { microphone: track('microphone'), camera: track('camera'), screen: track('screen') };
  }
}

function isFlowing(track: MediaStreamTrack | null | undefined): boolean {
  return track !== null && track !== undefined && !track.muted;
}
