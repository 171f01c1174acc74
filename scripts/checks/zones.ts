/**
 * Who may import whom: docs' "Directions", as data. A file belongs to the zone with the longest
 * matching path; a source file in no zone is a violation, so a new folder has to be placed here.
 */
export interface Zone {
  readonly name: string;
  /** Folder (ending in `/`) or file. */
  readonly path: string;
  /** Zones it may import besides itself. */
  readonly may: readonly string[];
  /** The only places that may import it, besides itself, where `may` alone would say too much. */
  readonly onlyFor?: readonly string[];
  /** Runs in browsers too, so Node's own modules are out of reach. */
  readonly withoutNode?: true;
  /**
   * How its folders meet: `index` only through the other's index.ts, `never` not at all.
   * Without it the zone is one room.
   */
  readonly parts?: 'index' | 'never';
  /** Not product code: no direction holds for it. */
  readonly free?: true;
}

const server = 'packages/server/src';

const zones: readonly Zone[] = [
  {
    name: 'protocol',
    path: 'packages/protocol/src/',
    may: [],
    withoutNode: true,
    onlyFor: [
      `${server}/gateways/http/`,
      `${server}/gateways/ws/`,
      `${server}/gateways/wire/`,
      'packages/client/src/',
      'apps/console/src/',
      'bench/',
    ],
  },
  {
    name: 'sdp',
    path: 'packages/sdp/src/',
    may: [],
    withoutNode: true,
    onlyFor: [
      `${server}/domain/signaling/`,
      `${server}/domain/media/`,
      `${server}/gateways/sip/`,
      'packages/client/src/',
      'packages/media/src/',
      'packages/sip/src/',
      'bench/',
    ],
  },
  {
    name: 'sip',
    path: 'packages/sip/src/',
    may: ['sdp'],
    onlyFor: [`${server}/gateways/sip/`, 'bench/'],
  },
  {
    name: 'rtp',
    path: 'packages/rtp/src/',
    may: [],
    withoutNode: true,
    onlyFor: ['packages/media/src/', `${server}/domain/quality/`, 'bench/', 'scripts/prompts/'],
  },
  {
    name: 'media',
    path: 'packages/media/src/',
    may: ['rtp', 'sdp'],
    onlyFor: [`${server}/adapters/media/`, 'bench/'],
  },
  {
    name: 'client core',
    path: 'packages/client/src/core/',
    may: ['protocol', 'sdp'],
    withoutNode: true,
  },
  {
    name: 'client browser',
    path: 'packages/client/src/browser/',
    may: ['client core', 'protocol', 'sdp'],
    withoutNode: true,
  },
  {
    name: 'console',
    path: 'apps/console/src/',
    may: ['client core', 'client browser', 'protocol'],
    withoutNode: true,
  },
  { name: 'console build', path: 'apps/console/', may: ['console'] },

  { name: 'main', path: `${server}/main.ts`, may: ['cli'] },
  { name: 'cli', path: `${server}/cli/`, may: ['app', 'config', 'domain', 'kernel'] },
  {
    name: 'app',
    path: `${server}/app.ts`,
    may: ['app parts', 'config', 'gateways', 'adapters', 'domain', 'kernel'],
  },
  {
    // Pieces of the composition root, which is too long for one file.
    name: 'app parts',
    path: `${server}/app/`,
    may: ['config', 'gateways', 'adapters', 'domain', 'kernel'],
    onlyFor: [`${server}/app.ts`],
  },
  { name: 'config', path: `${server}/config/`, may: ['kernel'] },
  {
    // Not a gateway: how the domain's values read on the wire, the same over HTTP and WebSocket.
    name: 'wire',
    path: `${server}/gateways/wire/`,
    may: ['domain', 'kernel', 'protocol'],
    onlyFor: [`${server}/gateways/http/`, `${server}/gateways/ws/`],
  },
  {
    name: 'gateways',
    path: `${server}/gateways/`,
    may: ['wire', 'domain', 'kernel', 'protocol', 'sdp', 'sip'],
    parts: 'never',
  },
  {
    name: 'adapters',
    path: `${server}/adapters/`,
    may: ['domain', 'kernel', 'media'],
    parts: 'never',
  },
  { name: 'domain', path: `${server}/domain/`, may: ['kernel', 'sdp', 'rtp'], parts: 'index' },
  { name: 'kernel', path: `${server}/kernel/`, may: [] },

  // Read by people who have nothing of ours installed: an example imports only its own files.
  { name: 'examples', path: 'examples/', may: [] },
  {
    name: 'bench',
    path: 'bench/',
    may: ['protocol', 'sdp', 'rtp', 'sip', 'media', 'client core', 'tests', 'scripts'],
  },
  { name: 'scripts', path: 'scripts/', may: ['rtp'] },
  { name: 'tests', path: 'test/', may: [], free: true },
  { name: 'server tests', path: 'packages/server/test/', may: [], free: true },
];

/** The one folder that reads the environment. Tools and tests are not the product. */
export const environmentReaders: readonly string[] = [`${server}/config/`, 'scripts/'];

export function zoneOf(path: string): Zone | undefined {
  return zones
    .filter((zone) => (zone.path.endsWith('/') ? path.startsWith(zone.path) : path === zone.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** The folder (or lone file) of a zone that a file lies in: `calls` for domain/calls/service.ts. */
export function partOf(zone: Zone, path: string): string {
  return path.slice(zone.path.length).split('/')[0] ?? '';
}

/** Tests may reach further than the code they test: no direction holds for them. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/') || zoneOf(path)?.free === true;
}
