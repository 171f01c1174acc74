import { parseArgs } from 'node:util';
import { root } from '../bootstrap/repository.mjs';
import { installPeers } from './install-peers.ts';
import { processTree, signalAll } from './process-tree.ts';
import { runSuite } from './run-suite.ts';
import { runInOrder } from './schedule.ts';
import type { Suite } from './suite.ts';
import { type SuiteResult, suiteReport, summarise } from './summary.ts';
import { suites } from './table.ts';

const onCi = process.env.CI === 'true';

endChildrenWithUs();
const chosen = chooseSuites();
if (chosen !== undefined) process.exitCode = await runAll(chosen);

function chooseSuites(): readonly Suite[] | undefined {
  const all = suites(root);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fast: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => all.every((suite) => suite.name !== name));
  if (unknown.length > 0) {
    const names = all.map((suite) => suite.name).join(', ');
    process.stderr.write(`no suite is called ${unknown.join(', ')}; there are: ${names}\n`);
    process.exitCode = 2;
    return undefined;
  }
  if (positionals.length > 0) return all.filter((suite) => positionals.includes(suite.name));
  return values.fast ? all.filter((suite) => suite.fast) : all;
}

async function runAll(chosen: readonly Suite[]): Promise<number> {
  installPeers(
    chosen.flatMap((suite) => suite.peers),
    (line) => print([line]),
  );
  const results: SuiteResult[] = [];
  await runInOrder(chosen, async (suite) => {
    const startedMs = performance.now();
    const outcome = await runSuite(suite, root);
    const result = { name: suite.name, durationMs: performance.now() - startedMs, outcome };
    results.push(result);
    print(suiteReport(result, onCi));
  });
  const summary = summarise(results, onCi);
  print(summary.lines);
  return summary.failed === 0 ? 0 : 1;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function endChildrenWithUs(): void {
  const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signalAll(
        processTree(process.pid).filter((pid) => pid !== process.pid),
        'SIGKILL',
      );
      process.exit(exitCodes[signal]);
    });
  }
}
