import Fastify from 'fastify';

/** The peer: what a JSON request costs on bare Fastify, without anything of ours. */
const app = Fastify();
app.post('/echo', (request) => request.body);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`echo listens on ${url}\n`);
process.once('SIGTERM', () => {
  void app.close();
});
