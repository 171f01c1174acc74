import { IceUdpMuxListener } from 'node-datachannel';
import { freeUdpPorts, type PortLimits } from '../transport/udp-ports.ts';

/**
 * One UDP port for all transports of a process, until the process ends. By itself libdatachannel binds it with the
 * first connection and lets it go with the last; and where another program has taken it meanwhile, it ends the
 * process by an exception that nobody can catch.
 */
export class HeldPort {
  /** Collected, it would let the port go. */
  readonly #listener: IceUdpMuxListener;

  private constructor(listener: IceUdpMuxListener) {
    this.#listener = listener;
  }

  get port(): number {
    return this.#listener.port();
  }

  /** The first that is free. @throws Error when none is */
  static async take(address: string, { min, max }: PortLimits): Promise<HeldPort> {
    for (let from = min; ; ) {
      // A look before, since libdatachannel complains at length of what is taken.
      const [port] = await freeUdpPorts(address, { min: from, max }, 1);
      if (port === undefined)
        throw new Error(`No UDP port of ${min} to ${max} is free at ${address}.`);
      const listener = listenAt(port, address);
      if (listener !== undefined) return new HeldPort(listener);
      from = port + 1;
    }
  }
}

/** Undefined when somebody has taken it since. */
function listenAt(port: number, address: string): IceUdpMuxListener | undefined {
  try {
    return new IceUdpMuxListener(port, address);
  } catch {
    return undefined;
  }
}
