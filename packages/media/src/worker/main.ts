import { parseArgs } from 'node:util';
import type { PortLimits } from '../transport/udp-ports.ts';
import { serve } from './serve.ts';

/**
 * The entry of a worker process, forked by a supervisor: `main.ts --bind ADDRESS [--ports MIN-MAX]
 * [--rtp-bind ADDRESS] [--rtp-ports MIN-MAX] [--announce ADDRESS …]`.
 */
const { values } = parseArgs({
  options: {
    bind: { type: 'string' },
    ports: { type: 'string' },
    announce: { type: 'string', multiple: true },
    'rtp-bind': { type: 'string' },
    'rtp-ports': { type: 'string' },
  },
});
if (values.bind === undefined || process.send === undefined)
  throw new Error('A media worker is forked, with the address to bind.');
const ports = limits(values.ports);
await serve({
  bindAddress: values.bind,
  ...(ports === undefined ? {} : { ports }),
  ...(values.announce === undefined ? {} : { announcedAddresses: values.announce }),
  // Without a range there is none, and every telephone is refused.
  rtpPorts: limits(values['rtp-ports']) ?? { min: 0, max: -1 },
  rtpAddress: values['rtp-bind'] ?? values.bind,
});

function limits(text: string | undefined): PortLimits | undefined {
  const [min, max] = text?.split('-').map(Number) ?? [];
  return min === undefined || max === undefined ? undefined : { min, max };
}
