import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddress from '@fastify/proxy-addr';
import { type Connector, webSocketDoor } from '@sky-genesis/sip';
import type { Config } from '../config/index.ts';

const PATH = '/ws/sip';

/** Phones in browsers: SIP over WebSocket (RFC 7118) on the port of HTTP. */
export interface WebPhones {
  readonly transport: 'WS' | 'WSS';
  readonly connector: Connector;
  /** Takes an upgrade request that asks for SIP; `false` for any other. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export function openWebPhones(config: Config): WebPhones {
  const { SGE_HTTP_HOST: address, SGE_TRUSTED_PROXIES: proxies } = config;
  const trusts = proxyAddress.compile([...proxies]);
  const door = webSocketDoor({
    listening: () => Promise.resolve({ address, port: config.SGE_HTTP_PORT }),
  });
  return {
    transport: config.SGE_TLS_CERT === undefined ? 'WS' : 'WSS',
    connector: door.connector,
    handleUpgrade: (request, socket, head) => {
      if (pathOf(request) !== PATH) return false;
      door.handleUpgrade(request, socket, head, proxyAddress(request, trusts));
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
