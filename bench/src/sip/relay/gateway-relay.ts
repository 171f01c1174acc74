import { type CallHandlers, type IncomingCall, UserAgent, udpSocket } from '@sky-genesis/sip';
import { freePort } from '../../../../test/peers/free-port.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { ADDRESS, type Door, type End, type Relay } from './relay.ts';

/** A phone that takes no wish of its peer. */
const quiet: CallHandlers = {
  onOffer: (offer) => void offer.refuse(),
  onOfferWanted: (wanted) => void wanted.refuse(),
  onEnded: () => undefined,
};

function refuse(call: IncomingCall): CallHandlers {
  call.refuse(486);
  return quiet;
}

/** The whole product as a relay: its calls, from a trunk to a phone, are what connects the ends. */
export class GatewayRelay implements Relay {
  readonly name = 'our gateway';
  /** The ends that wait to be called, in the order of their calls. */
  readonly #waiting: { readonly end: End; readonly door: (door: Door) => void }[] = [];
  readonly #trunk = new UserAgent({ handlers: { onCall: refuse } });
  readonly #phones = new UserAgent({ handlers: { onCall: (call) => this.#take(call) } });
  readonly #numbers: string[] = [];
  #gateway: Gateway | undefined;

  static async start(): Promise<GatewayRelay> {
    const relay = new GatewayRelay();
    const port = await freePort();
    await relay.#trunk.transport.addDatagrams(udpSocket({ address: ADDRESS, port: 0 }));
    await relay.#phones.transport.addDatagrams(udpSocket({ address: ADDRESS, port }));
    const gateway = await startGateway(port);
    relay.#gateway = gateway;
    relay.#numbers.push(...gateway.numbers);
    return relay;
  }

  get pids(): readonly number[] {
    return this.#gateway?.pids() ?? [];
  }

  async connect(_call: string, a: End, b: End): Promise<readonly [Door, Door]> {
    const number = this.#numbers.shift();
    if (number === undefined) throw new Error('every phone is in a call');
    const other = Promise.withResolvers<Door>();
    const own = Promise.withResolvers<Door>();
    this.#waiting.push({ end: b, door: other.resolve });
    const uri = `sip:${number}@${ADDRESS}:${this.#gateway?.port}`;
    this.#trunk.call(
      { uri, from: `<sip:0123@${ADDRESS}>`, description: sessionOf(a) },
      {
        ...quiet,
        onAccepted: (_session, description) => own.resolve(doorOf(description)),
        onEnded: ({ status }) => own.reject(new Error(`the call ended: ${status}`)),
      },
    );
    return await Promise.all([own.promise, other.promise]);
  }

  async stop(): Promise<void> {
    await this.#gateway?.stop();
    await Promise.all([this.#trunk.close(), this.#phones.close()]);
  }

  #take(call: IncomingCall): CallHandlers {
    const next = this.#waiting.shift();
    if (next === undefined || call.offer === undefined) return refuse(call);
    next.door(doorOf(call.offer));
    call.accept({ description: sessionOf(next.end) });
    return quiet;
  }
}

function sessionOf({ port }: End): Uint8Array {
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${ADDRESS}`,
    's=-',
    `c=IN IP4 ${ADDRESS}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

function doorOf(description: Uint8Array | undefined): Door {
  const [, port] = /^m=audio (\d+) /m.exec(Buffer.from(description ?? []).toString()) ?? [];
  if (port === undefined) throw new Error('the gateway named no port');
  return { port: Number(port) };
}
