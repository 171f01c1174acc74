import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** The server with one empty page more, so that a harness shares its origin but not its pages’ policy. */
export interface Front {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): void;
}

const page = '<!doctype html><meta charset="utf-8"><title>harness</title>';

/** @param target `http://127.0.0.1:<port>` */
export async function openFront(target: string): Promise<Front> {
  const port = Number(new URL(target).port);
  const server = createServer((incoming, response) => {
    if (incoming.url === '/harness') response.setHeader('content-type', 'text/html').end(page);
    else pass(incoming, response, port);
  });
  server.on('upgrade', (incoming, socket) => passUpgrade(incoming, socket, port));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pass(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  // Without an agent: a kept connection that the server is just closing would fail the request.
  const target = { host: '127.0.0.1', port, method, path: url, headers, agent: false };
  const outgoing = request(target, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function passUpgrade(incoming: IncomingMessage, near: Duplex, port: number): void {
  const far = connect(port, '127.0.0.1');
  const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    lines.push(`${name}: ${values?.join(', ')}`);
  }
  far.write(`${lines.join('\r\n')}\r\n\r\n`);
  near.pipe(far).pipe(near);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
