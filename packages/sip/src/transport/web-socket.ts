import { isUtf8 } from 'node:buffer';
import { createServer as createHttpServer, IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { bracketed } from '../message/host.ts';
import { SIP_LIMITS } from '../message/limits.ts';
import type {
  Connection,
  ConnectionEvents,
  Connector,
  Dialer,
  Listener,
  SocketAddress,
} from './ports.ts';
import type { TlsSettings } from './tcp.ts';

/** What decides about a WebSocket before it opens. */
export interface WebSocketSettings {
  /** With it WSS, without it WS. */
  readonly tls?: TlsSettings;
  /** Whether pages of this origin may connect; without it all may. Phones send none. */
  readonly allowsOrigin?: (origin: string | undefined) => boolean;
}

/** SIP over WebSocket (RFC 7118) on a port of its own, sub-protocol `sip`, by the `ws` package. */
export function webSocketConnector(at: SocketAddress, settings: WebSocketSettings = {}): Connector {
  const { tls } = settings;
  const server = tls
    ? createHttpsServer({ cert: tls.certificate, key: tls.key })
    : createHttpServer();
  server.on('request', (_request, response) => response.writeHead(426).end());
  const door = webSocketDoor({ ...settings, listening: () => listening(server, at) });
  server.on('upgrade', (request, socket, head) => door.handleUpgrade(request, socket, head));
  return {
    ...door.listener,
    ...webSocketDialer(tls === undefined ? {} : { tls }),
    close: async () => {
      await door.listener.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface WebSocketDoorSettings extends Pick<WebSocketSettings, 'allowsOrigin'> {
  /** Resolves with where the HTTP server can be reached, which Via and Contact show; port 0 where that is not known yet. */
  readonly listening: () => Promise<SocketAddress>;
  /** Who has not answered a ping when the next is due has gone. */
  readonly heartbeatMs?: number;
}

/** SIP over WebSocket on an HTTP server that others have for themselves. */
export interface WebSocketDoor {
  readonly listener: Listener;
  /**
   * For the `upgrade` event of `node:http`, with what it brings; named without Node's types, which not every reader of ours has.
   * @param from whom it is from, where a proxy lies between
   * @throws TypeError for what no such event has brought
   */
  handleUpgrade(request: object, socket: object, head: Uint8Array, from?: string): void;
}

/** What `ws` asks before it lets somebody in, and takes for an answer. */
interface Asking {
  readonly req: { readonly headers: object };
  readonly origin?: string;
}
type Answer = (taken: boolean, status?: number, reason?: string) => void;

export function webSocketDoor(settings: WebSocketDoorSettings): WebSocketDoor {
  const { allowsOrigin, listening, heartbeatMs = HEARTBEAT_MS } = settings;
  let accept: ((connection: Connection) => ConnectionEvents) | undefined;
  const options = {
    noServer: true,
    maxPayload: SIP_LIMITS.maxMessageBytes,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // RFC 7118 §4: a client that does not offer the sub-protocol is not one of ours.
    handleProtocols: (offered: ReadonlySet<string>): string | false =>
      offered.has('sip') ? 'sip' : false,
    verifyClient: ({ req, origin }: Asking, answer: Answer) => {
      if (!offersSip(req.headers)) answer(false, 400, 'The sub-protocol is sip.');
      else if (allowsOrigin?.(origin) === false) answer(false, 403);
      else answer(true);
    },
  };
  const sockets = new WebSocketServer(options);
  const heartbeat = new Heartbeat(sockets.clients, heartbeatMs);
  return {
    listener: {
      listen: (take) => {
        accept = take;
        return listening();
      },
      close: async () => {
        accept = undefined;
        heartbeat.stop();
      },
    },
    handleUpgrade: (request, socket, head, from) => {
      if (
        !(request instanceof IncomingMessage && socket instanceof Duplex && Buffer.isBuffer(head))
      )
        throw new TypeError('This is no upgrade of node:http.');
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const { remoteAddress, remotePort } = request.socket;
        const address = from ?? remoteAddress;
        heartbeat.watch(webSocket);
        if (accept === undefined || address === undefined || remotePort === undefined)
          webSocket.terminate();
        else tell(webSocket, accept(connectionOf(webSocket, { address, port: remotePort })));
      });
    },
  };
}

/** Browsers cannot ping: we do it for them, before proxies and NATs lose an idle connection (RFC 7118 §6). */
class Heartbeat {
  readonly #timer: NodeJS.Timeout;
  /** Whose last ping has not been answered yet. */
  readonly #waiting = new WeakSet<WebSocket>();

  constructor(sockets: ReadonlySet<WebSocket>, everyMs: number) {
    this.#timer = setInterval(() => this.#beat(sockets), everyMs).unref();
  }

  watch(socket: WebSocket): void {
    socket.on('pong', () => this.#waiting.delete(socket));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(sockets: ReadonlySet<WebSocket>): void {
    for (const socket of sockets) {
      if (this.#waiting.has(socket)) socket.terminate();
      else {
        this.#waiting.add(socket);
        socket.ping();
      }
    }
  }
}

export interface WebSocketDialerSettings {
  /** With it WSS, without it WS. */
  readonly tls?: Pick<TlsSettings, 'authorities'>;
}

/** Less than what proxies and NATs keep idle connections for. */
const HEARTBEAT_MS = 25_000;
/** How long a peer may take to say goodbye. */
const CLOSE_TIMEOUT_MS = 2_000;

/** Where most PBXs take WebSockets of SIP; those that do not look at the path take any. RFC 7118 names none. */
const PATH = '/ws';

/** The client's side of SIP over WebSocket (RFC 7118 §4.1). WSS wants a valid certificate, as TLS does. */
export function webSocketDialer({ tls }: WebSocketDialerSettings): Dialer {
  return {
    dial: ({ address, port, serverName }, events) => {
      const url = `${tls ? 'wss' : 'ws'}://${bracketed(address)}:${port}${PATH}`;
      const trusted = tls?.authorities === undefined ? {} : { ca: tls.authorities };
      // SNI carries names only (RFC 6066 §3); a proxy before the PBX goes by the name, too.
      const isNamed = serverName !== undefined && isIP(serverName) === 0;
      const named = isNamed
        ? { servername: serverName, headers: { Host: `${serverName}:${port}` } }
        : {};
      const options = { maxPayload: SIP_LIMITS.maxMessageBytes, ...trusted, ...named };
      return dialled(new WebSocket(url, 'sip', options), { address, port }, events);
    },
  };
}

function offersSip(headers: object): boolean {
  const offered = new Map(Object.entries(headers)).get('sec-websocket-protocol');
  return typeof offered === 'string' && offered.split(/\s*,\s*/).includes('sip');
}

function listening(server: Server, at: SocketAddress): Promise<SocketAddress> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.address, () => {
      server.off('error', reject);
      const local = server.address();
      if (local === null || typeof local === 'string')
        reject(new Error('The socket has no address.'));
      else resolve({ address: local.address, port: local.port });
    });
  });
}

function dialled(
  socket: WebSocket,
  remote: SocketAddress,
  events: ConnectionEvents,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      tell(socket, events);
      resolve(connectionOf(socket, remote));
    });
  });
}

function tell(socket: WebSocket, events: ConnectionEvents): void {
  socket.on('message', (data) => {
    // The default of `binaryType`: a Buffer, text or not.
    if (Buffer.isBuffer(data)) events.onBytes(data);
  });
  socket.on('pong', () => events.onPong());
  socket.on('error', () => {});
  socket.once('close', () => events.onClose());
}

function connectionOf(socket: WebSocket, remote: SocketAddress): Connection {
  return {
    remote,
    write: (bytes) =>
      new Promise<void>((resolve, reject) => {
        // RFC 7118 §5: text where it is UTF-8, else binary; browsers take both.
        const binary = !isUtf8(bytes);
        socket.send(bytes, { binary }, (error) => (error ? reject(error) : resolve()));
      }),
    ping: () => socket.ping(),
    close: () => socket.close(),
  };
}
