import { parseArgs } from 'node:util';
import { flatness, type Sample } from './flatness.ts';
import { soak } from './soak.ts';

/** `soak [--minutes N] [--seed N]`: joins and leaves against the media engine, and what that leaves behind. */
const MINUTE_MS = 60_000;
/** Of an hour, some ten thousand connections. */
const MAX_GROWN_BYTES = 64e6;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write('usage: soak [--minutes N] [--seed N], N above 0, the seed whole\n');
  process.exit(2);
}
process.stdout.write(`soaking for ${minutes} minutes, seed ${seed}\n`);
const endMs = performance.now() + minutes * MINUTE_MS;
let toldMs = performance.now();
const samples = await soak({
  seed,
  goesOn: () => performance.now() < endMs,
  onSample: (sample) => {
    if (performance.now() - toldMs < MINUTE_MS) return;
    toldMs = performance.now();
    process.stdout.write(`${described(sample)}\n`);
  },
});
const [first, last] = [samples[0], samples.at(-1)];
if (first === undefined || last === undefined) throw new Error('too short for a single sample');
const result = flatness(samples, { maxGrownBytes: MAX_GROWN_BYTES });
process.stdout.write(`first: ${described(first)}\nlast: ${described(last)}\n`);
process.stdout.write(`${JSON.stringify({ minutes, seed, samples: samples.length, ...result })}\n`);
process.exitCode = result.ok ? 0 : 1;

function described({ connections, residentBytes, descriptors, threads }: Sample): string {
  const megabytes = (residentBytes / 1e6).toFixed(1);
  return `${connections} connections: ${megabytes} MB, ${descriptors} descriptors, ${threads} threads`;
}
