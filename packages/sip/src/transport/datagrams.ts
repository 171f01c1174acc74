import type { Clock } from '../clock.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import { Pings } from './pings.ts';
import type { BindDatagrams, Carrier, CarrierEvents, SocketAddress } from './ports.ts';
import { isStun, readStun, writeBindingRequest, writeBindingSuccess } from './stun.ts';

export interface DatagramSettings {
  readonly bind: BindDatagrams;
  readonly flow: string;
  readonly events: CarrierEvents;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** UDP, with the STUN keep-alives of RFC 5626 §4.4.2 beside SIP on the socket. The whole socket is one flow: what comes to it is answered from it (RFC 3581 §4). */
export async function openDatagramCarrier(settings: DatagramSettings): Promise<Carrier> {
  const { bind, flow, events, clock, random } = settings;
  const pings = new Pings(clock);
  const takeStun = (bytes: Uint8Array, from: SocketAddress) => {
    const stun = readStun(bytes);
    const key = stun && Buffer.from(stun.id).toString('hex');
    if (stun?.kind === 'request')
      socket.send(writeBindingSuccess(stun.id, from), from).catch(() => {});
    else if (key) pings.answer(key);
  };
  const socket = await bind((bytes, { address, port }) => {
    if (isStun(bytes)) {
      if (events.admits({ transport: 'UDP', address, port, flow }))
        takeStun(bytes, { address, port });
      return;
    }
    // Keep-alives of clients behind NAT (RFC 5626 §4.4.2 has STUN; many send blank lines or a NUL).
    if (bytes.byteLength <= 4) return;
    events.onBytes(bytes, { transport: 'UDP', address, port, flow });
  });
  return {
    transport: 'UDP',
    dials: true,
    local: socket.local,
    hasFlow: (asked) => asked === flow,
    send: (bytes, { address, port }) => socket.send(bytes, { address, port }),
    ping: async ({ address, port }) => {
      const id = randomHex(random, 12);
      const answered = pings.wait(id);
      await socket.send(writeBindingRequest(Buffer.from(id, 'hex')), { address, port });
      return answered;
    },
    close: () => {
      pings.end();
      return socket.close();
    },
  };
}
