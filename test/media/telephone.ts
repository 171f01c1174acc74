import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { G711Codec, RTP_HEADER_BYTES, RtpPacket, writeRtpHeader } from '@sky-genesis/rtp';
import { OpusDecoder, OpusEncoder } from '@sky-genesis/rtp/opus';

/** Of the files that are played. */
const RATE = 8000;
const AMPLITUDE = 8000;
const KEYS = '0123456789*#';

interface Codec {
  readonly payloadType: number;
  readonly rate: number;
  encode(samples: Int16Array): Uint8Array;
  decode(payload: Uint8Array): Int16Array;
}

function g711(): Codec {
  const codec = new G711Codec('pcmu');
  return {
    payloadType: 0,
    rate: 8000,
    encode: (samples) => {
      const payload = new Uint8Array(samples.length);
      codec.encode(samples, payload);
      return payload;
    },
    decode: (payload) => {
      const samples = new Int16Array(payload.length);
      codec.decode(payload, samples);
      return samples;
    },
  };
}

function opus(): Codec {
  const rate = 48_000;
  const settings = {
    sampleRate: rate,
    channels: 1,
    bitrateBps: 40_000,
    fec: false,
    dtx: false,
  } as const;
  const [encoder, decoder] = [new OpusEncoder(settings), new OpusDecoder(settings)];
  return {
    payloadType: 111,
    rate,
    encode: (samples) => encoder.encode(samples),
    decode: (payload) => decoder.decode(payload) ?? new Int16Array(0),
  };
}

/** A telephone in tests: plain RTP, a tone to speak with, an ear that tells tones apart. */
export class Telephone {
  readonly #socket = createSocket('udp4');
  readonly #codec: Codec;
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

  constructor(codec: 'pcmu' | 'opus' = 'pcmu') {
    this.#codec = codec === 'opus' ? opus() : g711();
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
    const { rate, payloadType } = this.#codec;
    const step = rate / 50;
    const began = performance.now();
    let steps = 0;
    let phase = 0;
    this.#timer = setInterval(() => {
      for (; steps * 20 <= performance.now() - began; steps += 1) {
        const samples = Int16Array.from({ length: step }, () => {
          phase += (2 * Math.PI * hertz) / rate;
          return AMPLITUDE * Math.sin(phase);
        });
        this.#timestamp += step;
        this.#send(port, payloadType, this.#timestamp, this.#codec.encode(samples));
      }
    }, 10);
  }

  /** Presses a key, all packets of it at once (RFC 4733). */
  press(port: number, key: string): void {
    const event = KEYS.indexOf(key);
    this.#timestamp += this.#codec.rate / 50;
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
    const { rate } = this.#codec;
    let [real, imaginary] = [0, 0];
    this.#heard.forEach((sample, i) => {
      real += sample * Math.cos((2 * Math.PI * hertz * i) / rate);
      imaginary += sample * Math.sin((2 * Math.PI * hertz * i) / rate);
    });
    return (2 * Math.hypot(real, imaginary)) / Math.max(1, this.#heard.length);
  }

  /** How loud the quietest 20 ms were of the last half second: nothing where there was a hole. */
  get quietest(): number {
    const step = this.#codec.rate / 50;
    const steps = Array.from({ length: Math.floor(this.#heard.length / step) }, (_, i) =>
      this.#heard.slice(i * step, (i + 1) * step),
    );
    const loudnesses = steps.map((samples) =>
      Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / step),
    );
    return Math.min(...loudnesses);
  }

  /** Resolves once it hears a tone; rejects when it does not within ten seconds. */
  async hears(hertz: number): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    while (this.#heard.length < this.#codec.rate / 2 || this.loudness(hertz) < AMPLITUDE / 4)
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

  /** Sends nothing more for now. */
  pause(): void {
    clearInterval(this.#timer);
  }

  hangUp(): void {
    this.pause();
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
    const kept = this.#codec.rate / 2;
    this.#heard.push(...this.#codec.decode(packet.payload()));
    if (this.#heard.length > kept) this.#heard.splice(0, this.#heard.length - kept);
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
