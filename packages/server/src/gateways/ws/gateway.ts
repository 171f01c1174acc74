import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE_CODES } from '@sky-genesis/protocol';
import { WebSocketServer } from 'ws';
import { AppError } from '../../kernel/index.ts';
import { Following } from './following.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { FrameHandler } from './frame-handler.ts';
import { Heartbeat } from './heartbeat.ts';
import { Hub } from './hub.ts';
import { DEFAULT_WS_LIMITS } from './limits.ts';
import { type Notice, notify, type RealtimeStatus, statusOf } from './notices.ts';
import type { WsGatewayOptions, WsServices } from './ports.ts';
import { Publisher } from './publisher.ts';
import { runSession, type SessionParts } from './session.ts';
import { handleUpgrade, type UpgradeHandling } from './upgrade.ts';
import { SUBPROTOCOL } from './upgrade-request.ts';

export interface WsGateway {
  /** For the HTTP server's `upgrade` event. Also answers paths that are not the gateway's (404). */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  status(org: string): RealtimeStatus;
  /** Shows a notice to everybody who follows the channel. @returns how many connections. */
  broadcast(org: string, channel: string, notice: Notice): number;
  /** Shows a notice on every connection of the user. @returns how many connections. */
  notify(org: string, userId: string, notice: Notice): number;
  /**
   * Takes no further connections, says goodbye (1001) to the others and waits for their answer, at most
   * `timeoutMs`; who has not answered by then loses the socket.
   */
  drain(timeoutMs: number): Promise<void>;
}

export function createWsGateway(options: WsGatewayOptions): WsGateway {
  const services: WsServices = {
    ...options,
    limits: { ...DEFAULT_WS_LIMITS, ...options.limits },
    logger: options.logger.with({ area: 'ws' }),
  };
  return new Gateway(services);
}

class Gateway implements WsGateway {
  readonly #services: WsServices;
  readonly #hub = new Hub();
  readonly #heartbeat: Heartbeat;
  readonly #upgrades: UpgradeHandling;
  readonly #unsubscribe: readonly (() => void)[];
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  constructor(services: WsServices) {
    this.#services = services;
    const { limits, clock, eventFeed, presence } = services;
    const publisher = new Publisher(this.#hub);
    this.#heartbeat = new Heartbeat(clock, limits.heartbeatS);
    const parts = this.#parts();
    this.#upgrades = {
      server: newServer(services),
      services,
      requireRoom: () => this.#requireRoom(),
      accept: (upgraded) => runSession(parts, upgraded),
    };
    this.#unsubscribe = [
      eventFeed.subscribe((event) => publisher.publish(event)),
      presence.subscribe((change) => publisher.publishPresence(change)),
    ];
    this.#heartbeat.start();
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    void handleUpgrade(this.#upgrades, request, socket, head);
  }

  status(org: string): RealtimeStatus {
    return statusOf(this.#hub, org);
  }

  broadcast(org: string, channel: string, notice: Notice): number {
    const subscribers = this.#hub.subscribers(org, channel);
    return notify(
      [...subscribers].map(({ connection }) => connection),
      notice,
    );
  }

  notify(org: string, userId: string, notice: Notice): number {
    return notify(this.#hub.connectionsOf(org, userId), notice);
  }

  async drain(timeoutMs: number): Promise<void> {
    this.#draining = true;
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    for (const connection of this.#hub.connections) {
      connection.close(CLOSE_CODES.goingAway, 'the server is stopping');
    }
    this.#closedOne();
    const cancel = this.#services.clock.schedule(timeoutMs, () => {
      for (const connection of this.#hub.connections) connection.terminate();
    });
    await empty;
    cancel();
    this.#heartbeat.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #parts(): SessionParts {
    const services = this.#services;
    const following = new Following(this.#hub, services);
    return {
      hub: this.#hub,
      services,
      heartbeat: this.#heartbeat,
      decode: createFrameDecoder(),
      handler: new FrameHandler(services, following),
      closed: () => this.#closedOne(),
    };
  }

  #requireRoom(): void {
    const full = this.#hub.connections.size >= this.#services.limits.connections;
    if (this.#draining || full) throw new AppError('unavailable');
  }

  #closedOne(): void {
    if (this.#hub.connections.size === 0) this.#whenEmpty?.();
  }
}

function newServer({ limits }: WsServices): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: false,
    // Compression costs memory per connection, and frames could no longer be shared between them.
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    // A pong to every ping, unseen by us, would let a flood of pings fill the send buffer.
    autoPong: false,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: (offered: ReadonlySet<string>): string | false =>
      offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false,
  };
  return new WebSocketServer(options);
}
