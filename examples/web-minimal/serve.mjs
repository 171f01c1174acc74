// Serves this folder and passes /api and /ws on to the server, so that the page shares its origin.
import { createReadStream } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const target = new URL(process.argv[2] ?? 'http://localhost:8080');
const port = Number(process.argv[3] ?? 8090);
const files = new Map([
  ['/', 'index.html'],
  ['/page.js', 'page.js'],
  ['/call.js', 'call.js'],
  ['/room.js', 'room.js'],
  ['/api.js', 'api.js'],
]);

const server = createServer((incoming, response) => {
  const file = files.get(incoming.url ?? '');
  if (file !== undefined) {
    response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html');
    createReadStream(fileURLToPath(new URL(file, import.meta.url))).pipe(response);
    return;
  }
  const { method, url, headers } = incoming;
  const outgoing = request(
    new URL(url ?? '/', target),
    { method, headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
});

server.on('upgrade', (incoming, near) => {
  const far = connect(Number(target.port || 80), target.hostname);
  const lines = [`GET ${incoming.url} HTTP/1.1`];
  for (const [name, value] of Object.entries(incoming.headers)) lines.push(`${name}: ${value}`);
  far.write(`${lines.join('\r\n')}\r\n\r\n`);
  near.pipe(far).pipe(near);
  far.on('error', () => near.destroy());
  near.on('error', () => far.destroy());
});

server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const open = typeof address === 'object' && address !== null ? address.port : port;
  console.log(`http://localhost:${open}`);
});
