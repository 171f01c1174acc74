import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { Observer } from './observer.ts';
import { imitateDevices, type Look } from './synthetic-media.ts';

export interface WebPhoneOptions {
  /** Of SIP over WebSocket. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly look: Look;
}

/** JsSIP in a page, with the ears of a test. Installed as `globalThis.webPhone`. */
class WebPhone {
  readonly #agent: UA;
  #session: RTCSession | undefined;
  #heard: Observer | undefined;
  /** What has happened, in order: `registered`, `rings:1001`, `talks`, `over:…`. */
  readonly told: string[] = [];

  constructor({ url, username, password, look }: WebPhoneOptions) {
    imitateDevices(look);
    this.#agent = new UA({
      sockets: [new WebSocketInterface(url)],
      uri: `sip:${username}@sge`,
      password,
    });
    this.#agent.on('registered', () => this.told.push('registered'));
    this.#agent.on('registrationFailed', ({ cause }) => this.told.push(`refused:${cause}`));
    this.#agent.on('newRTCSession', ({ session }: { readonly session: RTCSession }) =>
      this.#follow(session),
    );
    this.#agent.start();
  }

  dial(number: string): void {
    this.#agent.call(`sip:${number}@sge`, { mediaConstraints: { audio: true, video: false } });
  }

  answer(): void {
    this.#session?.answer({ mediaConstraints: { audio: true, video: false } });
  }

  press(key: string): void {
    this.#session?.sendDTMF(key);
  }

  /** Resolves once the server has taken it. */
  hold(held: boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const session = this.#session;
    const begun = held ? session?.hold({}, resolve) : session?.unhold({}, resolve);
    if (begun !== true) reject(new Error('JsSIP offers nothing now'));
    return promise;
  }

  hangUp(): void {
    this.#session?.terminate();
  }

  /** Whether the strongest sound is this tone, to within a tenth. */
  hears(toneHz: number): boolean {
    return Math.abs((this.#heard?.toneHz() ?? 0) - toneHz) < toneHz / 10;
  }

  #follow(session: RTCSession): void {
    this.#session = session;
    if (session.direction === 'incoming') {
      this.told.push(`rings:${session.remote_identity.uri.user}`);
    }
    const listen = (connection: RTCPeerConnection) =>
      connection.addEventListener('track', ({ track }) => {
        this.#heard = new Observer(new MediaStream([track]), { records: false });
      });
    if (session.connection) listen(session.connection);
    else session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
    session.on('confirmed', () => this.told.push('talks'));
    session.on('ended', ({ cause }) => this.told.push(`over:${cause}`));
    session.on('failed', ({ cause }) => this.told.push(`over:${cause}`));
  }
}

export function install(options: WebPhoneOptions): void {
  Object.assign(globalThis, { webPhone: new WebPhone(options) });
}
