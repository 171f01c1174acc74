import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';
import { fuzz } from './fuzz.ts';

const USAGE = `usage: npm run fuzz -- [--minutes N] [--seed N]    (30 minutes, a seed by chance)
       npm run chaos -- [--crashes N]              (50 crashes)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    crashes: { type: 'string', default: '50' },
  },
});

const minutes = Number(values.minutes);
const crashes = Number(values.crashes);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const [what] = positionals;
if (what === 'fuzz' && minutes > 0 && Number.isInteger(seed)) {
  process.exitCode = await fuzz({ minutes, seed });
} else if (what === 'chaos' && Number.isInteger(crashes) && crashes > 0) {
  process.exitCode = await chaos({ crashes });
} else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
