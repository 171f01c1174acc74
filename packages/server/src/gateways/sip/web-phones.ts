import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import proxyAddress from '@fastify/proxy-addr';
import { type Listener, type SocketAddress, webSocketDoor } from '@sky-genesis/sip';

const PATH = '/ws/sip';

/** Phones in browsers: SIP over WebSocket (RFC 7118) on the port of HTTP. */
export interface WebPhones {
  readonly transport: 'WS' | 'WSS';
  readonly listener: Listener;
  /** Takes an upgrade request that asks for SIP; `false` for any other. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface WebPhonesOptions {
  /** Where the HTTP server is going to listen; port 0 for a free one. */
  readonly at: SocketAddress;
  readonly secure: boolean;
  /** Addresses, CIDR blocks or `loopback`, whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export function openWebPhones({ at, secure, trustedProxies }: WebPhonesOptions): WebPhones {
  const trusts = proxyAddress.compile([...trustedProxies]);
  const door = webSocketDoor({ listening: () => Promise.resolve(at) });
  return {
    transport: secure ? 'WSS' : 'WS',
    listener: door.listener,
    handleUpgrade: (request, socket, head) => {
      if (pathOf(request) !== PATH) return false;
      const from = proxyAddress(request, trusts);
      // What a proxy says may be no address: `unknown`.
      door.handleUpgrade(request, socket, head, ...(isIP(from) === 0 ? [] : [from]));
      return true;
    },
  };
}

/** Where phones in browsers sign in, by the origin at which people reach the server. */
export function webPhonesUrl(publicUrl: string): string {
  return new URL(PATH, publicUrl).href.replace(/^http/, 'ws');
}

function pathOf({ url }: IncomingMessage): string | undefined {
  return URL.parse(url ?? '', 'http://localhost')?.pathname;
}
