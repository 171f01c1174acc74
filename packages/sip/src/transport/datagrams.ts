import type { BindDatagrams, Carrier, CarrierEvents } from './ports.ts';

/** UDP. The whole socket is one flow: what comes to it is answered from it (RFC 3581 §4). */
export async function openDatagramCarrier(
  bind: BindDatagrams,
  flow: string,
  events: CarrierEvents,
): Promise<Carrier> {
  const socket = await bind((bytes, { address, port }) => {
    // Keep-alives of clients behind NAT (RFC 5626 §4.4.2 has STUN; many send blank lines or a NUL).
    if (bytes.byteLength <= 4) return;
    events.onBytes(bytes, { transport: 'UDP', address, port, flow });
  });
  return {
    transport: 'UDP',
    local: socket.local,
    hasFlow: (asked) => asked === flow,
    send: (bytes, { address, port }) => socket.send(bytes, { address, port }),
    close: () => socket.close(),
  };
}
