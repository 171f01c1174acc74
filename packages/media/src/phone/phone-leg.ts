import {
  buildRtcp,
  packetKind,
  parseRtcp,
  type ReportBlock,
  type RtcpPacket,
  RtpPacket,
  roundTripMs,
  type TelephoneEvent,
} from '@sky-genesis/rtp';
import { Delivery } from '../router/delivery.ts';
import { type DirectionQuality, judge } from '../router/quality.ts';
import { legCodec } from './leg-codec.ts';
import { LegReceiver } from './leg-receiver.ts';
import { type LegSecurity, PLAIN, srtpSecurity } from './leg-security.ts';
import { type LegIdentity, LegSender } from './leg-sender.ts';
import type { LegSettings } from './leg-settings.ts';
import type { PassedSound } from './phone-voice.ts';
import type { Remote } from './plain-socket.ts';
import type { Prompt } from './prompt.ts';
import { STEP_SAMPLES } from './sound.ts';
import { SourceLatch } from './source-latch.ts';

/** RFC 3550 section 6.2. */
const REPORT_MS = 5000;
/** What waits for the next step at most, if it is late. */
const MAX_PASSABLE = 50;

export interface LegOptions {
  readonly identity: LegIdentity;
  /** `Date.now()` less the clock of `nowMs`. */
  readonly epochMs: number;
  readonly sendRtp: (packet: Uint8Array, to: Remote) => void;
  readonly sendRtcp: (packet: Uint8Array, to: Remote) => void;
  /** Told once, at the first packet that is taken. */
  readonly onHeard: () => void;
  readonly onKey: (key: TelephoneEvent) => void;
  /** A recording has been played to its end. */
  readonly onPlayed: () => void;
}

/** One telephone on plain RTP: between packets on its socket and steps of sound for the mix. */
export class PhoneLeg {
  readonly frame = new Int16Array(STEP_SAMPLES);
  silent = true;
  /** Opus that has come since the last look, for browsers to get as it is. */
  readonly passable: PassedSound[] = [];
  lastPacketMs: number | undefined;
  readonly #options: LegOptions;
  readonly #sender: LegSender;
  readonly #packet = new RtpPacket();
  #delivery = new Delivery('audio', 8000);
  #settings: LegSettings | undefined;
  #receiver: LegReceiver | undefined;
  #latch: SourceLatch | undefined;
  #security: LegSecurity = PLAIN;
  #roundTripMs: number | undefined;
  #reportedMs = 0;
  #prompt: Prompt | undefined;
  #other: PhoneLeg | undefined;

  constructor(options: LegOptions) {
    this.#options = options;
    this.#sender = new LegSender(options.identity);
  }

  /** What signaling has agreed on, for the first time or anew. */
  connect(settings: LegSettings): void {
    const before = this.#settings;
    // The latch is not to be moved by a re-negotiation that names the same address again.
    if (before === undefined || !sameSource(before, settings))
      this.#latch = new SourceLatch(settings.remote, settings.latch);
    if (before === undefined || !sameKeys(before, settings))
      this.#security = settings.srtp === undefined ? PLAIN : srtpSecurity(settings.srtp);
    const codec = legCodec(settings.codec.name);
    this.#receiver = new LegReceiver(settings, codec);
    this.#delivery = new Delivery('audio', codec.clockRate);
    this.#sender.use(settings, codec);
    this.#settings = settings;
  }

  /** Whether it is to be heard: not before it is connected, nor while it is held. */
  get expected(): boolean {
    return this.#settings?.receives === true;
  }

  /** False when keys were not agreed on (then INFO is left), or these are none. */
  press(digits: string, durationMs: number): boolean {
    return this.#sender.press(digits, durationMs);
  }

  /** Plays a recording in place of the one before; undefined stops that. */
  play(prompt: Prompt | undefined): void {
    this.#prompt = prompt;
  }

  /** Takes what came on the RTP port. */
  takeRtp(sealed: Uint8Array, from: Remote, nowMs: number): void {
    if (packetKind(sealed) === 'rtcp') {
      this.takeRtcp(sealed, from, nowMs);
      return;
    }
    const bytes = this.#security.openRtp(sealed);
    const packet = this.#packet;
    if (bytes === undefined || !packet.read(bytes, 0, bytes.length)) return;
    if (this.#latch?.accepts(from, packet.ssrc, packet.sequenceNumber) !== true) return;
    if (this.lastPacketMs === undefined) this.#options.onHeard();
    this.lastPacketMs = nowMs;
    const other = this.#other;
    this.#tell(this.#receiver?.receive(packet, nowMs, other === undefined));
    if (this.#settings?.receives !== true) return;
    if (other !== undefined) this.#passTo(other, packet, nowMs);
    else if (this.speaksOpus && packet.payloadType === this.#settings.codec.payloadType)
      this.#offer(packet);
  }

  get speaksOpus(): boolean {
    return this.#settings?.codec.name === 'opus';
  }

  /** Whether it can be sent Opus that a browser has encoded: it has nothing to say beside it. */
  get takesOpus(): boolean {
    return this.speaksOpus && this.#prompt === undefined && !this.#sender.presses;
  }

  /** Sends Opus that a browser has encoded. */
  passSound({ payload, ...from }: PassedSound, marker: boolean, nowMs: number): void {
    const to = this.#latch?.target;
    const packet = this.#sender.passSound(payload, from, marker, this.#unixMs(nowMs));
    if (to !== undefined && packet !== undefined)
      this.#options.sendRtp(this.#security.sealRtp(packet), to);
  }

  /** Whether packets of `other` can be passed on to this one as they are. */
  canBridge(other: PhoneLeg): boolean {
    const [own, its] = [this.#settings, other.#settings];
    const same = own !== undefined && own.codec.name === its?.codec.name;
    return same && this.#prompt === undefined && !this.#sender.presses;
  }

  /** Passes what comes on to another telephone, as it is, instead of into a mix; undefined ends that. */
  bridge(other: PhoneLeg | undefined): void {
    this.#other = other;
  }

  /** What time makes due while packets are passed on. */
  watch(nowMs: number): void {
    this.silent = true;
    this.#tell(this.#receiver?.poll(nowMs));
    this.#reportIfDue(nowMs);
  }

  /** The same for one that is sent a browser's packets as they are. */
  watchReports(nowMs: number): void {
    this.#reportIfDue(nowMs);
  }

  /** Takes what came on the RTCP port: of the telephone's own address only. */
  takeRtcp(sealed: Uint8Array, from: Remote, nowMs: number): void {
    if (from.address !== this.#latch?.target.address) return;
    const bytes = this.#security.openRtcp(sealed);
    if (bytes === undefined || packetKind(bytes) !== 'rtcp') return;
    for (const packet of parseRtcp(bytes, 0, bytes.length)) {
      if (packet.kind === 'sender-report') this.#receiver?.takeReport(packet, nowMs);
      if (packet.kind === 'sender-report' || packet.kind === 'receiver-report')
        for (const block of packet.reports) this.#takeBlock(block, nowMs);
    }
  }

  /** Goes on by one step: sets `frame` and `silent`. */
  step(nowMs: number): void {
    this.silent = this.#receiver?.take(this.frame, nowMs) !== true;
    this.#tell(this.#receiver?.poll(nowMs));
  }

  /** These steps are not sent. */
  leaveOut(steps: number): void {
    this.#sender.leaveOut(steps);
  }

  /** Sends one step of sound, in which a recording may be added to it. */
  speak(sound: Int16Array, nowMs: number): void {
    this.#prompt?.addTo(sound);
    if (this.#prompt?.ended === true) {
      this.#prompt = undefined;
      this.#options.onPlayed();
    }
    const to = this.#latch?.target;
    const packet = this.#sender.next(sound, this.#unixMs(nowMs));
    if (to === undefined || packet === undefined) return;
    this.#options.sendRtp(this.#security.sealRtp(packet), to);
    this.#reportIfDue(nowMs);
  }

  /** Both directions since the last call. */
  takeQuality(elapsedMs: number): readonly DirectionQuality[] {
    this.#delivery.octets = this.#sender.octets;
    const up = this.#receiver === undefined ? [] : [this.#receiver.takeInterval()];
    return [
      { direction: 'up', ...judge(up, this.#roundTripMs, elapsedMs) },
      {
        direction: 'down',
        ...judge([this.#delivery.takeInterval()], this.#roundTripMs, elapsedMs),
      },
    ];
  }

  /** Says good-bye (RFC 3550 section 6.6). */
  end(): void {
    const { ssrc } = this.#options.identity;
    if (this.#settings !== undefined)
      this.#sendRtcp([
        { kind: 'receiver-report', ssrc, reports: [] },
        { kind: 'bye', ssrcs: [ssrc], reason: '' },
      ]);
  }

  #passTo(other: PhoneLeg, packet: RtpPacket, nowMs: number): void {
    const { codec, telephoneEvent } = this.#settings ?? {};
    // Keys are told, and pressed by whoever they are for: a PIN is not for everybody.
    if (packet.payloadType === telephoneEvent?.payloadType) other.#sender.skip();
    if (packet.payloadType !== codec?.payloadType) return;
    const to = other.#latch?.target;
    if (to === undefined || !other.#sender.pass(packet, this.#unixMs(nowMs))) return;
    const { bytes, start, end } = packet;
    const whole = start === 0 && end === bytes.length;
    const passed = whole ? bytes : bytes.subarray(start, end);
    other.#options.sendRtp(other.#security.sealRtp(passed), to);
  }

  #offer(packet: RtpPacket): void {
    const { ssrc, sequenceNumber, timestamp, bytes, payloadStart, payloadEnd } = packet;
    if (this.passable.length >= MAX_PASSABLE) this.passable.shift();
    const payload = bytes.slice(payloadStart, payloadEnd);
    this.passable.push({ payload, ssrc, sequenceNumber, timestamp });
  }

  #reportIfDue(nowMs: number): void {
    if (nowMs - this.#reportedMs < REPORT_MS) return;
    this.#reportedMs = nowMs;
    this.#report(nowMs);
  }

  #report(nowMs: number): void {
    const { ssrc, cname } = this.#options.identity;
    const block = this.#receiver?.block(nowMs);
    const reports = block === undefined ? [] : [block];
    const report = this.#sender.report(this.#unixMs(nowMs));
    if (report === undefined) return;
    this.#sendRtcp([
      { ...report, reports },
      { kind: 'source-description', chunks: [{ ssrc, cname }] },
    ]);
  }

  #sendRtcp(packets: readonly RtcpPacket[]): void {
    const target = this.#latch?.target;
    if (target === undefined) return;
    const sealed = this.#security.sealRtcp(buildRtcp(packets));
    const rtcp = this.#settings?.rtcp;
    if (rtcp === 'mux') this.#options.sendRtp(sealed, target);
    else {
      // A port that signaling named is that of a telephone whose address signaling has seen.
      const moved = target.port !== this.#settings?.remote.port;
      const port = moved ? target.port + 1 : (rtcp ?? target.port + 1);
      if (port <= 65_535) this.#options.sendRtcp(sealed, { address: target.address, port });
    }
  }

  #takeBlock(block: ReportBlock, nowMs: number): void {
    if (block.ssrc !== this.#options.identity.ssrc) return;
    this.#roundTripMs = roundTripMs(block, this.#unixMs(nowMs)) ?? this.#roundTripMs;
    this.#delivery.takeReport(block);
  }

  #tell(key: TelephoneEvent | undefined): void {
    if (key !== undefined) this.#options.onKey(key);
  }

  #unixMs(nowMs: number): number {
    return this.#options.epochMs + nowMs;
  }
}

function sameSource(a: LegSettings, b: LegSettings): boolean {
  const same = a.remote.address === b.remote.address && a.remote.port === b.remote.port;
  return same && a.latch === b.latch;
}

/** New keys begin new counters; the same keys must not, or their key stream would be used twice. */
function sameKeys({ srtp: a }: LegSettings, { srtp: b }: LegSettings): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(a.local, b.local) === 0 && Buffer.compare(a.remote, b.remote) === 0;
}
