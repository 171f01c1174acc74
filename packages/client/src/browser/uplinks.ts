import type { MediaSource, SentTrack } from '@sky-genesis/protocol';
import { wait } from '../core/wait.ts';
import { type LayerSettings, layerSettings } from './simulcast.ts';

/** This user's media as they go out to a router, or null for what there is not. */
export interface OutgoingMedia {
  readonly microphone: MediaStreamTrack | null;
  readonly microphoneMuted: boolean;
  readonly camera: MediaStreamTrack | null;
  readonly screen: MediaStreamTrack | null;
  readonly screenAudio: MediaStreamTrack | null;
}

interface Uplink {
  readonly transceiver: RTCRtpTransceiver;
  /** Whether the section is published: a camera or microphone from its first track on, muted or not. */
  published: boolean;
  muted: boolean;
}

/** Enough for text that scrolls, in bit/s. */
const screenBitrate = 2_500_000;
const refusedMs = 100;

/** What one connection sends: a section each for microphone and camera from the start, the screen's when there is one. */
export class Uplinks {
  readonly #pc: RTCPeerConnection;
  readonly #links = new Map<MediaSource, Uplink>();
  #demanded: readonly boolean[] | undefined;

  constructor(pc: RTCPeerConnection) {
    this.#pc = pc;
    const sendEncodings = layerSettings({}, undefined).map((settings) => ({ ...settings }));
    this.#add('microphone', pc.addTransceiver('audio', { direction: 'sendonly' }));
    this.#add('camera', pc.addTransceiver('video', { direction: 'sendonly', sendEncodings }));
  }

  /** For the offer that has just been set. */
  get sections(): readonly SentTrack[] {
    return [...this.#links].flatMap(([source, { transceiver, published, muted }]) => {
      const { mid } = transceiver;
      if (mid === null || !published) return [];
      return [{ mid, source, muted, simulcast: source === 'camera' }];
    });
  }

  /**
   * Sends these from now on.
   *
   * @returns whether other sections are published than before, which takes an offer; and which of the others
   * are muted or not any more
   */
  async send(media: OutgoingMedia): Promise<{ readonly offer: boolean; readonly muted: Muted[] }> {
    const microphone = media.microphoneMuted ? null : media.microphone;
    const before = this.#published;
    const muted = [
      ...this.#sendDevice('microphone', media.microphone !== null, microphone === null),
      ...this.#sendDevice('camera', media.camera !== null, media.camera === null),
    ];
    this.#sendScreen('screen', media.screen);
    this.#sendScreen('screen_audio', media.screenAudio);
    await this.#replace('microphone', microphone);
    await this.#replace('camera', media.camera);
    await this.#replace('screen', media.screen);
    await this.#replace('screen_audio', media.screenAudio);
    if (media.camera !== null) await this.#shape();
    const offer = this.#published !== before;
    return { offer, muted };
  }

  /** Which layers of a section anybody watches, smallest first. */
  async demand(mid: string, layers: readonly boolean[]): Promise<void> {
    if (this.#links.get('camera')?.transceiver.mid !== mid) return;
    this.#demanded = layers;
    await this.#shape();
  }

  get #published(): string {
    return [...this.#links].flatMap(([source, link]) => (link.published ? [source] : [])).join();
  }

  #add(source: MediaSource, transceiver: RTCRtpTransceiver): Uplink {
    const link = { transceiver, published: false, muted: false };
    this.#links.set(source, link);
    return link;
  }

  #sendDevice(source: MediaSource, present: boolean, muted: boolean): Muted[] {
    const link = this.#links.get(source);
    if (link === undefined) return [];
    const news = link.published && link.muted !== muted;
    link.published ||= present;
    link.muted = muted;
    const { mid } = link.transceiver;
    return news && mid !== null ? [{ mid, muted }] : [];
  }

  #sendScreen(source: 'screen' | 'screen_audio', track: MediaStreamTrack | null): void {
    const known = this.#links.get(source);
    if (track === null) {
      if (known === undefined) return;
      known.transceiver.direction = 'inactive';
      known.published = false;
      return;
    }
    const link = known ?? this.#add(source, this.#screenTransceiver(track));
    link.transceiver.direction = 'sendonly';
    link.published = true;
  }

  #screenTransceiver(track: MediaStreamTrack): RTCRtpTransceiver {
    const sendEncodings = track.kind === 'video' ? [{ maxBitrate: screenBitrate }] : [];
    return this.#pc.addTransceiver(track, { direction: 'sendonly', sendEncodings });
  }

  async #replace(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#links.get(source)?.transceiver.sender;
    if (sender !== undefined && sender.track !== track) await sender.replaceTrack(track);
  }

  /** The layers as they are wanted, in the size the camera has. */
  async #shape(): Promise<void> {
    const sender = this.#links.get('camera')?.transceiver.sender;
    if (sender === undefined) return;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const settings = layerSettings(sender.track?.getSettings() ?? {}, this.#demanded);
      if (await shaped(sender, settings)) return;
      await wait(refusedMs);
    }
  }
}

/** @returns false where a description has just been set, which makes the parameters read before it stale */
async function shaped(sender: RTCRtpSender, settings: readonly LayerSettings[]): Promise<boolean> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) {
    Object.assign(
      encoding,
      settings.find(({ rid }) => rid === encoding.rid),
    );
  }
  return await sender.setParameters(parameters).then(
    () => true,
    () => false,
  );
}

interface Muted {
  readonly mid: string;
  readonly muted: boolean;
}
