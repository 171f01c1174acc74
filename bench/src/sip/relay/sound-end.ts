import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { SrtpReceiver, SrtpSender } from '@sky-genesis/media';
import { RTP_HEADER_BYTES, writeRtpHeader } from '@sky-genesis/rtp';
import { ADDRESS, type Door, type End } from './relay.ts';

const STEP_SAMPLES = 160;
/** Of all the sound. */
const OCTET = 0x55;

/** A telephone that says 20 ms of G.711 whenever it is told to, and counts what it hears. */
export class SoundEnd {
  received = 0;
  /** Whether it heard what the other end said when it was looked at last. */
  untouched = false;
  readonly #socket: Socket;
  readonly #key: Buffer | undefined;
  readonly #sender: SrtpSender | undefined;
  readonly #packet = new Uint8Array(RTP_HEADER_BYTES + STEP_SAMPLES);
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #heardBy: Buffer | undefined;
  #sequence = 0;
  #timestamp = 0;

  private constructor(socket: Socket, key: Buffer | undefined) {
    this.#socket = socket;
    this.#key = key;
    this.#sender = key === undefined ? undefined : new SrtpSender(key);
    this.#packet.fill(OCTET, RTP_HEADER_BYTES);
  }

  static async open(secure: boolean): Promise<SoundEnd> {
    const socket = createSocket('udp4');
    socket.bind(0, ADDRESS);
    await once(socket, 'listening');
    return new SoundEnd(socket, secure ? randomBytes(30) : undefined);
  }

  get end(): End {
    const { port } = this.#socket.address();
    return { port, ...(this.#key === undefined ? {} : { key: this.#key }) };
  }

  async enter({ port, key }: Door): Promise<void> {
    this.#socket.connect(port, ADDRESS);
    await once(this.#socket, 'connect');
    this.#heardBy = key;
    this.#socket.on('message', () => {
      this.received += 1;
    });
  }

  /** Looks at the next packet that comes: a relay that garbles, or mixes, does other work. */
  examine(): void {
    const key = this.#heardBy;
    this.#socket.once('message', (packet) => {
      // Where in the stream it is does not matter: a receiver of its own takes any first packet.
      const opened = key === undefined ? packet : new SrtpReceiver(key).unprotect(packet);
      const sound = opened?.subarray(RTP_HEADER_BYTES);
      this.untouched = sound?.length === STEP_SAMPLES && sound.every((octet) => octet === OCTET);
    });
  }

  speak(): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + STEP_SAMPLES) >>> 0;
    writeRtpHeader(this.#packet, 0, {
      marker: false,
      payloadType: 0,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
    });
    this.#socket.send(this.#sender?.protect(this.#packet) ?? this.#packet);
  }

  close(): void {
    this.#socket.close();
  }
}
