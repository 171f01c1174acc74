import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { G711Codec, RTP_HEADER_BYTES, RtpPacket, writeRtpHeader } from '@sky-genesis/rtp';

const RATE = 8000;
const STEP = 160;
const AMPLITUDE = 8000;
const KEYS = '0123456789*#';

/** A telephone in tests: G.711 over plain RTP, a tone to speak with, an ear that tells tones apart. */
export class Telephone {
  readonly #socket = createSocket('udp4');
  readonly #codec = new G711Codec('pcmu');
  readonly #heard: number[] = [];
  readonly #keys: string[] = [];
  readonly #packet = new RtpPacket();
  #timer: NodeJS.Timeout | undefined;
  #sequence = 100;
  #timestamp = 5000;
  #lastKey = -1;
  packets = 0;
  /** How often the sequence numbers that it was sent jumped. */
  gaps = 0;
  #nextSequence: number | undefined;

  constructor() {
    this.#socket.on('message', (packet) => this.#hear(packet));
  }

  /** Its own port, once it is bound. */
  async ready(): Promise<number> {
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
    return this.#socket.address().port;
  }

  /** Speaks a tone to a port from now on, in real time. */
  speak(port: number, hertz: number): void {
    const began = performance.now();
    let steps = 0;
    let phase = 0;
    this.#timer = setInterval(() => {
      for (; steps * 20 <= performance.now() - began; steps += 1) {
        const samples = Int16Array.from({ length: STEP }, () => {
          phase += (2 * Math.PI * hertz) / RATE;
          return AMPLITUDE * Math.sin(phase);
        });
        const payload = new Uint8Array(STEP);
        this.#codec.encode(samples, payload);
        this.#timestamp += STEP;
        this.#send(port, 0, this.#timestamp, payload);
      }
    }, 10);
  }

  /** Presses a key, all packets of it at once (RFC 4733). */
  press(port: number, key: string): void {
    const event = KEYS.indexOf(key);
    this.#timestamp += STEP;
    for (const [flags, duration] of [
      [10, 160],
      [10, 320],
      [0x8a, 800],
      [0x8a, 800],
      [0x8a, 800],
    ] as const)
      this.#send(
        port,
        101,
        this.#timestamp,
        Uint8Array.of(event, flags, duration >> 8, duration & 0xff),
      );
  }

  /** How loud a tone is in the last half second that was heard. */
  loudness(hertz: number): number {
    let [real, imaginary] = [0, 0];
    this.#heard.forEach((sample, i) => {
      real += sample * Math.cos((2 * Math.PI * hertz * i) / RATE);
      imaginary += sample * Math.sin((2 * Math.PI * hertz * i) / RATE);
    });
    return (2 * Math.hypot(real, imaginary)) / Math.max(1, this.#heard.length);
  }

  /** Resolves once it hears a tone; rejects when it does not within ten seconds. */
  async hears(hertz: number): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    while (this.#heard.length < RATE / 2 || this.loudness(hertz) < AMPLITUDE / 4)
      await once(this.#socket, 'message', { signal });
  }

  /** Resolves once it hears a tone no more. */
  async falls(hertz: number): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    while (this.loudness(hertz) > AMPLITUDE / 20) await once(this.#socket, 'message', { signal });
  }

  /** Resolves once so many packets more have come. */
  async hearsMore(count: number): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    const wanted = this.packets + count;
    while (this.packets < wanted) await once(this.#socket, 'message', { signal });
  }

  /** The keys that were pressed towards it, once there are `count`. */
  async keys(count: number): Promise<readonly string[]> {
    const signal = AbortSignal.timeout(10_000);
    while (this.#keys.length < count) await once(this.#socket, 'message', { signal });
    return this.#keys;
  }

  hangUp(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  #send(port: number, payloadType: number, timestamp: number, payload: Uint8Array): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = new Uint8Array(RTP_HEADER_BYTES + payload.length);
    const fields = {
      marker: false,
      payloadType,
      sequenceNumber: this.#sequence,
      timestamp,
      ssrc: 77,
    };
    packet.set(payload, writeRtpHeader(packet, 0, fields));
    this.#socket.send(packet, port, '127.0.0.1');
  }

  #hear(bytes: Buffer): void {
    const packet = this.#packet;
    if (!packet.read(bytes, 0, bytes.length)) return;
    this.packets += 1;
    if (packet.sequenceNumber !== (this.#nextSequence ?? packet.sequenceNumber)) this.gaps += 1;
    this.#nextSequence = (packet.sequenceNumber + 1) & 0xffff;
    if (packet.payloadType === 101) {
      if (packet.timestamp !== this.#lastKey) this.#keys.push(KEYS[packet.payload()[0] ?? 0] ?? '');
      this.#lastKey = packet.timestamp;
      return;
    }
    const samples = new Int16Array(STEP);
    const count = this.#codec.decode(packet.payload(), samples);
    this.#heard.push(...samples.subarray(0, count));
    if (this.#heard.length > RATE / 2) this.#heard.splice(0, this.#heard.length - RATE / 2);
  }
}

/** A WAVE file of a tone at 8 kHz. */
export function toneFile(hertz: number, seconds: number): Buffer {
  const samples = Buffer.alloc(2 * RATE * seconds);
  for (let i = 0; i < RATE * seconds; i += 1)
    samples.writeInt16LE(Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hertz * i) / RATE)), 2 * i);
  const header = Buffer.from('RIFF....WAVEfmt ....................data....', 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
