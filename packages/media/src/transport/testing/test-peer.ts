import { EventEmitter, once } from 'node:events';
import { PeerConnection, type Track, Video } from 'node-datachannel';
import type { LocalTransportParameters, TransportCredentials } from '../media-transport.ts';

/** The far end of a transport in tests: libdatachannel in its ordinary way, in a browser's place. */
export class TestPeer {
  readonly received: Buffer[] = [];
  #peer: PeerConnection | undefined;
  #track: Track | undefined;
  readonly #news = new EventEmitter();
  #open = false;
  readonly #closed = Promise.withResolvers<void>();

  constructor() {
    const peer = new PeerConnection('peer', {
      iceServers: [],
      bindAddress: '127.0.0.1',
      disableAutoNegotiation: true,
      mtu: 1500,
    });
    // From the start: the far end may close it at any time.
    peer.onStateChange((state) => {
      if (state === 'closed') this.#closed.resolve();
    });
    const video = new Video('0', 'SendRecv');
    video.addVP8Codec(96);
    const track = peer.addTrack(video);
    track.onOpen(() => {
      this.#open = true;
      this.#news.emit('open');
    });
    track.onMessage((packet) => {
      this.received.push(packet);
      this.#news.emit('packet');
    });
    peer.setLocalDescription('offer');
    this.#peer = peer;
    this.#track = track;
  }

  get credentials(): TransportCredentials {
    const sdp = this.#peer?.localDescription()?.sdp ?? '';
    const value = (name: string) =>
      new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim() ?? '';
    return {
      iceUfrag: value('ice-ufrag'),
      icePwd: value('ice-pwd'),
      fingerprint: value('fingerprint'),
      setup: 'actpass',
    };
  }

  /** Takes the transport's answer, and only then its candidates: see `Connection`. */
  connect(local: LocalTransportParameters): void {
    const lines = [
      'v=0',
      'o=- 2 1 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'c=IN IP4 0.0.0.0',
      'a=mid:0',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:96 VP8/90000',
      `a=ice-ufrag:${local.iceUfrag}`,
      `a=ice-pwd:${local.icePwd}`,
      `a=fingerprint:${local.fingerprint}`,
      `a=setup:${local.setup}`,
      '',
    ];
    this.#peer?.setRemoteDescription(lines.join('\r\n'), 'answer');
    for (const candidate of local.candidates) this.#peer?.addRemoteCandidate(candidate, '0');
  }

  async opened(): Promise<void> {
    if (!this.#open) await once(this.#news, 'open');
  }

  async receivedCount(count: number): Promise<void> {
    while (this.received.length < count) await once(this.#news, 'packet');
  }

  send(packet: Uint8Array): void {
    this.#track?.sendMessageBinary(Buffer.from(packet));
  }

  async close(): Promise<void> {
    const peer = this.#peer;
    this.#peer = undefined;
    this.#track = undefined;
    if (peer === undefined) return;
    peer.close();
    await this.#closed.promise;
  }
}
