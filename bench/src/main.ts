import { parseArgs } from 'node:util';
import { benchCalls } from './calls/index.ts';
import { benchIdle } from './idle/index.ts';
import { benchRealtime } from './realtime/index.ts';
import { printResult, type Result } from './report.ts';
import { benchSfu } from './sfu/index.ts';
import { benchSip } from './sip/index.ts';

const BENCHES: Readonly<Record<string, (quick: boolean) => Promise<readonly Result[]>>> = {
  calls: benchCalls,
  idle: benchIdle,
  realtime: benchRealtime,
  sfu: benchSfu,
  sip: benchSip,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const bench = BENCHES[name];
if (bench === undefined) {
  process.stderr.write(
    `usage: bench NAME [--json] [--quick]; NAME is ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const results = await bench(values.quick);
  for (const result of results) printResult(result, values.json);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}
