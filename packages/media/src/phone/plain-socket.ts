import type { Socket } from 'node:dgram';
import { boundSocket, closeSocket } from '../transport/udp-ports.ts';
import type { PortRange } from './port-range.ts';

/** The whole range is in use, by us or by others. */
class NoPort extends Error {
  override readonly name = 'NoPort';
  readonly code = 'no_port';
}

export interface Remote {
  /** An IP address of the family that is bound. */
  readonly address: string;
  readonly port: number;
}

export interface PlainSocketEvents {
  rtp(packet: Buffer, from: Remote): void;
  rtcp(packet: Buffer, from: Remote): void;
}

/** A pair of UDP sockets, RTP and RTCP, on a port of the range that they hold until they are closed. */
export class PlainSocket {
  readonly port: number;
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #range: PortRange;
  #closing: Promise<void> | undefined;

  private constructor(port: number, range: PortRange, rtp: Socket, rtcp: Socket) {
    this.port = port;
    this.#range = range;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
  }

  /** @throws NoPort */
  static async open(
    bindAddress: string,
    range: PortRange,
    events: PlainSocketEvents,
  ): Promise<PlainSocket> {
    for (let tries = range.freeCount; tries > 0; tries -= 1) {
      const port = range.take();
      if (port === undefined) break;
      const rtp = await boundSocket(bindAddress, port);
      const rtcp = rtp === undefined ? undefined : await boundSocket(bindAddress, port + 1);
      if (rtp !== undefined && rtcp !== undefined) {
        rtp.on('message', (packet, from) => events.rtp(packet, from));
        rtcp.on('message', (packet, from) => events.rtcp(packet, from));
        // A packet that cannot be sent is one that is lost; the peer may be back with the next.
        for (const socket of [rtp, rtcp]) socket.on('error', () => undefined);
        return new PlainSocket(port, range, rtp, rtcp);
      }
      if (rtp !== undefined) await closeSocket(rtp);
      range.giveBack(port);
    }
    throw new NoPort('There is no free port for RTP.');
  }

  sendRtp(packet: Uint8Array, to: Remote): void {
    if (this.#closing === undefined) this.#rtp.send(packet, to.port, to.address);
  }

  sendRtcp(packet: Uint8Array, to: Remote): void {
    if (this.#closing === undefined) this.#rtcp.send(packet, to.port, to.address);
  }

  /** Idempotent; resolves when the port can be used again. */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([closeSocket(this.#rtp), closeSocket(this.#rtcp)]);
    this.#range.giveBack(this.port);
  }
}
