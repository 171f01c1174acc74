import type { PolledSocket, PolledSockets } from '../system/polled-sockets.ts';
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

/** What has come. A packet's memory is the socket's again when the call returns. */
export interface PlainSocketEvents {
  rtp(packet: Uint8Array, from: Remote): void;
  rtcp(packet: Uint8Array, from: Remote): void;
}

/** A pair of UDP sockets, RTP and RTCP, on a port of the range that they hold until they are closed. */
export class PlainSocket {
  readonly port: number;
  readonly #rtp: PolledSocket;
  readonly #rtcp: PolledSocket;
  readonly #range: PortRange;

  private constructor(port: number, range: PortRange, rtp: PolledSocket, rtcp: PolledSocket) {
    this.port = port;
    this.#range = range;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
  }

  /** @throws NoPort */
  static open(
    sockets: PolledSockets,
    address: string,
    range: PortRange,
    events: PlainSocketEvents,
  ): PlainSocket {
    for (let tries = range.freeCount; tries > 0; tries -= 1) {
      const port = range.take();
      if (port === undefined) break;
      const rtp = sockets.open({ address, port }, (packet, from) => events.rtp(packet, from));
      const rtcp = sockets.open({ address, port: port + 1 }, (packet, from) =>
        events.rtcp(packet, from),
      );
      if (rtp !== undefined && rtcp !== undefined) return new PlainSocket(port, range, rtp, rtcp);
      for (const socket of [rtp, rtcp]) socket?.close();
      range.giveBack(port);
    }
    throw new NoPort('There is no free port for RTP.');
  }

  sendRtp(packet: Uint8Array, to: Remote): void {
    this.#rtp.send(packet, to);
  }

  sendRtcp(packet: Uint8Array, to: Remote): void {
    this.#rtcp.send(packet, to);
  }

  /** Idempotent; the port can be used again when it resolves. */
  async close(): Promise<void> {
    this.#rtp.close();
    this.#rtcp.close();
    this.#range.giveBack(this.port);
  }
}
