import { packetKind, type RtcpPacket } from '@sky-genesis/rtp';
import { PeerConnection, type Track, Video } from 'node-datachannel';
import { PAYLOAD_TYPES, type Stream } from '../browser-sdp.ts';
import { type Remote, readRemote, transportSdp } from '../remote.ts';
import { Reception } from './reception.ts';
import { StreamSender } from './stream-sender.ts';

/** Chromium's, at some Mbit/s. */
const FEEDBACK_MS = 50;
const REPORT_MS = 1000;

/** A browser of the load: libdatachannel's ICE, DTLS and SRTP, and our packets. */
export class LoadPeer {
  sent = 0;
  readonly #peer: PeerConnection;
  #track: Track | undefined;
  readonly #senders: readonly StreamSender[];
  readonly #reception: Reception;
  readonly #gathered = Promise.withResolvers<void>();
  readonly #opened = Promise.withResolvers<void>();
  readonly #heard = Promise.withResolvers<void>();
  readonly #offers: boolean;
  #transportSequence = 0;
  #feedbackMs = performance.now();
  #reportMs = performance.now();

  /** @param remote whose offer it answers; without, it offers */
  constructor(id: number, address: string, streams: readonly Stream[], remote?: Remote) {
    this.#senders = streams.map((stream, mid) => new StreamSender(stream, mid));
    this.#reception = new Reception(0x6000_0000 + id);
    this.#peer = new PeerConnection(`load-${id}`, {
      iceServers: [],
      bindAddress: address,
      disableAutoNegotiation: true,
      mtu: 1500,
    });
    this.#peer.onGatheringStateChange((state) => {
      if (state === 'complete') this.#gathered.resolve();
    });
    this.#offers = remote === undefined;
    if (remote === undefined) this.#offer();
    else this.#answer(remote);
  }

  async local(): Promise<Remote> {
    await this.#gathered.promise;
    const { sdp } = this.#peer.localDescription() ?? { sdp: '' };
    return readRemote(sdp);
  }

  /**
   * The other end is ready. Its candidates are taken only now: before an offerer has the answer DTLS
   * would fail, and checks that come before the answerer's description are lost, the next ones late.
   */
  connect(remote: Remote): void {
    if (this.#offers) this.#peer.setRemoteDescription(transportSdp(remote), 'answer');
    for (const candidate of remote.candidates) this.#peer.addRemoteCandidate(candidate, '0');
  }

  opened(): Promise<void> {
    return this.#opened.promise;
  }

  heard(): Promise<void> {
    return this.#heard.promise;
  }

  get received(): number {
    return this.#reception.received;
  }

  pace(audio: number, video: number, nowMs: number): void {
    for (const sender of this.#senders)
      sender.pace(sender.stream.kind === 'audio' ? audio : video, nowMs);
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    for (const sender of this.#senders)
      for (let due = sender.due(nowMs); due > 0; due -= 1) {
        this.#transportSequence = (this.#transportSequence + 1) & 0xffff;
        if (this.#send(sender.next(this.#transportSequence, nowMs))) this.sent += 1;
      }
    if (nowMs - this.#feedbackMs >= FEEDBACK_MS) {
      this.#feedbackMs = nowMs;
      for (const packet of this.#reception.feedback(nowMs)) this.#send(Buffer.from(packet));
    }
    if (nowMs - this.#reportMs >= REPORT_MS) {
      this.#reportMs = nowMs;
      for (const packet of this.#reception.report(nowMs)) this.#send(Buffer.from(packet));
    }
  }

  close(): void {
    this.#peer.close();
  }

  #offer(): void {
    const video = new Video('0', 'SendRecv');
    video.addVP8Codec(PAYLOAD_TYPES.video);
    this.#adopt(this.#peer.addTrack(video));
    this.#peer.setLocalDescription('offer');
  }

  #answer(remote: Remote): void {
    this.#peer.onTrack((track) => this.#adopt(track));
    this.#peer.setRemoteDescription(transportSdp(remote), 'offer');
    this.#peer.setLocalDescription('answer');
  }

  #adopt(track: Track): void {
    this.#track = track;
    track.onOpen(() => this.#opened.resolve());
    track.onMessage((bytes) => {
      const nowMs = performance.now();
      if (packetKind(bytes) === 'rtcp') {
        for (const packet of this.#reception.takeRtcp(bytes, nowMs)) this.#obey(packet);
        return;
      }
      if (this.#reception.received === 0) this.#heard.resolve();
      this.#reception.takeRtp(bytes, nowMs);
    });
  }

  #obey(packet: RtcpPacket): void {
    if (packet.kind !== 'picture-loss' && packet.kind !== 'full-intra-request') return;
    for (const sender of this.#senders) sender.requestKeyFrame();
  }

  #send(packet: Buffer): boolean {
    try {
      return this.#track?.sendMessageBinary(packet) === true;
    } catch {
      return false;
    }
  }
}
