import { globSync } from 'node:fs';
import type { PeerName } from './peers.ts';
import type { NamedProgram, Suite } from './suite.ts';

const minuteMs = 60_000;
/** Publishes by WHIP and plays by WHEP. */
const GSTREAMER: readonly PeerName[] = [
  ...(['whipClient', 'gcc'] as const),
  ...(['pythonGst', 'gstWebrtcBinding', 'gstWebrtc', 'gstRtp', 'gstNice'] as const),
];

/** The console, as people use it. */
const PAGES = ['test/browser/console*.test.ts'];
const PHONES = ['test/{asterisk,sip,telephony}/**/*.test.ts'];

/** Every suite of `npm test`, in the order it runs. `root` is the repository's folder. */
export function suites(root: string): readonly Suite[] {
  return [
    {
      name: 'console',
      fast: false,
      alone: true,
      limitMs: 15 * minuteMs,
      peers: [],
      work: { kind: 'programs', programs: [node('console builds', 'scripts/build-console.mjs')] },
    },
    ...staticSuites(root),
    ...testSuites(),
  ];
}

function staticSuites(root: string): readonly Suite[] {
  const quick = { fast: true, alone: false, limitMs: 15 * minuteMs, peers: [] };
  return [
    { name: 'types', ...quick, work: { kind: 'programs', programs: typeChecks(root) } },
    { name: 'lint', ...quick, work: { kind: 'programs', programs: [lint()] } },
    { name: 'structure', ...quick, work: { kind: 'programs', programs: structureChecks() } },
  ];
}

function testSuites(): readonly Suite[] {
  return [
    {
      name: 'unit',
      fast: true,
      alone: false,
      limitMs: 15 * minuteMs,
      peers: [],
      work: {
        kind: 'test-files',
        include: ['{packages,apps}/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'],
        concurrency: 2,
      },
    },
    {
      name: 'tooling',
      fast: false,
      alone: false,
      limitMs: 30 * minuteMs,
      peers: ['chromium', 'firefox', 'postgresql'],
      work: { kind: 'test-files', include: ['test/tooling/**/*.test.ts'], concurrency: 1 },
    },
    {
      name: 'integration',
      fast: false,
      alone: true,
      limitMs: 30 * minuteMs,
      peers: ['chromium', 'postgresql', 'baresip', 'coturn', ...GSTREAMER, 'php', 'phpCurl'],
      work: {
        kind: 'test-files',
        include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
        exclude: [...PHONES, 'test/tooling/**', 'test/browser/**'],
        concurrency: 1,
      },
    },
    {
      name: 'phones',
      fast: false,
      alone: true,
      limitMs: 30 * minuteMs,
      peers: ['postgresql', 'sipp', 'baresip', 'kamailio', 'php', 'phpCurl'],
      // They listen for most of their time.
      work: { kind: 'test-files', include: PHONES, concurrency: 3 },
    },
    {
      name: 'pages',
      fast: false,
      alone: true,
      limitMs: 30 * minuteMs,
      peers: ['chromium', 'baresip'],
      work: { kind: 'test-files', include: PAGES, concurrency: 2 },
    },
    {
      name: 'browser',
      fast: false,
      alone: true,
      limitMs: 30 * minuteMs,
      peers: ['chromium', 'firefox', 'coturn', 'baresip'],
      // One at a time: they judge how well media flow.
      work: {
        kind: 'test-files',
        include: ['test/browser/**/*.test.ts'],
        exclude: PAGES,
        concurrency: 1,
      },
    },
  ];
}

function node(name: string, ...args: readonly string[]): NamedProgram {
  return { name, file: process.execPath, args: ['--disable-warning=ExperimentalWarning', ...args] };
}

function typeChecks(root: string): readonly NamedProgram[] {
  const projects = globSync(
    ['{packages,apps}/*/tsconfig.json', '{bench,scripts,test}/tsconfig.json'],
    {
      cwd: root,
    },
  );
  return projects.sort().map((project) => {
    return node(`types of ${project}`, 'node_modules/typescript/bin/tsc', '-p', project);
  });
}

function lint(): NamedProgram {
  return node(
    'lint and format',
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    '--max-diagnostics=50',
  );
}

function structureChecks(): readonly NamedProgram[] {
  const checks = ['boundaries', 'cycles', 'conventions'].map((name) =>
    node(name, 'scripts/checks/main.ts', name),
  );
  return [...checks, node('dead code', 'node_modules/knip/bin/knip.js', '--no-progress')];
}
