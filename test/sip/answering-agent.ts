import {
  buildResponse,
  formatHostPort,
  repeatSuccess,
  type ServerTransaction,
  systemClock,
  systemRandom,
  TransactionLayer,
  TransportLayer,
  tcpConnector,
  udpSocket,
} from '../../packages/sip/src/index.ts';

/** A SIP user agent that takes every call, and counts what it sees. */
export interface AnsweringAgent {
  /** The port on 127.0.0.1, the same for UDP and TCP only by chance. */
  readonly ports: { readonly udp: number; readonly tcp: number };
  /** New requests by method, ACKs of answered calls among them. */
  readonly counts: ReadonlyMap<string, number>;
  readonly openTransactions: () => number;
  close(): Promise<void>;
}

const loopback = { address: '127.0.0.1', port: 0 };
const session = Buffer.from(
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n',
);

export async function startAnsweringAgent(): Promise<AnsweringAgent> {
  const clock = systemClock();
  const counts = new Map<string, number>();
  const count = (method: string) => counts.set(method, (counts.get(method) ?? 0) + 1);
  const repeating = new Map<string, () => void>();
  const transport = new TransportLayer({
    clock,
    user: { onMessage: (message, hop) => layer.receive(message, hop) },
  });
  const answer = (transaction: ServerTransaction) => {
    const { request, hop } = transaction;
    count(request.method);
    const contact = `<sip:answer@${formatHostPort(transport.sentBy(hop))}>`;
    const headers = [['Contact', contact]] as const;
    if (request.method !== 'INVITE')
      return transaction.respond(buildResponse(request, 200, { toTag: 'answer', headers }));
    transaction.respond(buildResponse(request, 180, { toTag: 'answer', headers }));
    const content = { type: 'application/sdp', bytes: session };
    const response = buildResponse(request, 200, { toTag: 'answer', headers, content });
    const onUnacknowledged = () => count('unacknowledged');
    const stop = repeatSuccess({ transaction, response, clock, onUnacknowledged });
    return repeating.set(request.headers.get('call-id') ?? '', stop);
  };
  const layer: TransactionLayer = new TransactionLayer({
    clock,
    random: systemRandom,
    transport,
    maxServerTransactions: 10_000,
    user: {
      onRequest: answer,
      onCancel: () => count('CANCEL'),
      onAck: ({ headers }) => {
        count('ACK');
        repeating.get(headers.get('call-id') ?? '')?.();
      },
      onServerFailure: () => count('failure'),
      onStrayResponse: () => count('stray'),
    },
  });
  const udp = await transport.addDatagrams(udpSocket(loopback));
  const tcp = await transport.addConnections('TCP', tcpConnector(loopback));
  return {
    ports: { udp: udp.port, tcp: tcp.port },
    counts,
    openTransactions: () => layer.size.servers,
    close: async () => {
      for (const stop of repeating.values()) stop();
      layer.close();
      await transport.close();
    },
  };
}
