import { parseArgs } from 'node:util';
import { serve } from './serve.ts';

/**
 * The entry of a worker process: `main.ts --bind ADDRESS [--port UDP_PORT] [--announce ADDRESS …]`, forked by a
 * supervisor.
 */
const { values } = parseArgs({
  options: {
    bind: { type: 'string' },
    port: { type: 'string' },
    announce: { type: 'string', multiple: true },
  },
});
if (values.bind === undefined || process.send === undefined)
  throw new Error('A media worker is forked, with the address to bind.');
serve({
  bindAddress: values.bind,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.announce === undefined ? {} : { announcedAddresses: values.announce }),
});
