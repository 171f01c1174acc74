import { parseArgs } from 'node:util';
import { serve } from './serve.ts';

/**
 * The entry of a worker process, forked by a supervisor: `main.ts --bind ADDRESS [--port UDP_PORT] [--relay-port UDP_PORT]
 * [--rtp-bind ADDRESS] [--rtp-ports MIN-MAX] [--announce ADDRESS …]`.
 */
const { values } = parseArgs({
  options: {
    bind: { type: 'string' },
    port: { type: 'string' },
    'relay-port': { type: 'string' },
    announce: { type: 'string', multiple: true },
    'rtp-bind': { type: 'string' },
    'rtp-ports': { type: 'string' },
  },
});
if (values.bind === undefined || process.send === undefined)
  throw new Error('A media worker is forked, with the address to bind.');
// Without a range there is none, and every telephone is refused.
const [min = 0, max = -1] = values['rtp-ports']?.split('-').map(Number) ?? [];
serve({
  bindAddress: values.bind,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values['relay-port'] === undefined ? {} : { relayPort: Number(values['relay-port']) }),
  ...(values.announce === undefined ? {} : { announcedAddresses: values.announce }),
  rtpPorts: { min, max },
  rtpAddress: values['rtp-bind'] ?? values.bind,
});
