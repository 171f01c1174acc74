import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** The peer: `ws` without anything of ours. What one client sends goes to all the others. */
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (from) => {
  from.on('message', (data) => {
    const text = data.toString();
    for (const to of sockets.clients) if (to !== from) to.send(text);
  });
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
process.stdout.write(`ws listens on http://127.0.0.1:${portOf(http.address())}\n`);
process.once('SIGTERM', () => process.exit(0));

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
