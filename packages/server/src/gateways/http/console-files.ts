import { readdir, readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { join, relative, sep } from 'node:path';
import { type Asset, assetOf } from './assets.ts';
import { consoleHeaders } from './console-headers.ts';

const TYPES: Readonly<Record<string, string | undefined>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  txt: 'text/plain; charset=utf-8',
};

/** Names that carry a hash of the content, as the build writes them: `index-B1x2Y3z4.js`. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
/** Addresses that are never the console's own. */
const RESERVED = /^\/(?:api|ws|docs|health|xmpp|\.well-known|openapi\.json)(?:\/|$)/;

export interface ConsoleFiles {
  /** The file at a path, or the page itself for an address inside the console. */
  find(path: string, wantsPage: boolean): Promise<Asset | undefined>;
}

/**
 * The built console. Its files are listed once; a request can only name one of that list, so no path
 * leads out of the folder.
 * @returns undefined when nothing has been built.
 */
export async function openConsole(
  folder: string,
  headers: { readonly secure: boolean },
): Promise<ConsoleFiles | undefined> {
  const files = await listFiles(folder);
  if (!files.has('/index.html')) return undefined;
  const loaded = new Map<string, Promise<Asset>>();
  const load = (path: string): Promise<Asset> => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const asset = readFile(files.get(path) ?? '').then((body) =>
      assetOf(body, typeOf(path), headersOf(path, headers.secure)),
    );
    loaded.set(path, asset);
    // A file that could not be read this time may be readable the next.
    asset.catch(() => loaded.delete(path));
    return asset;
  };
  return {
    find: async (path, wantsPage) => {
      if (files.has(path) && path !== '/index.html') return load(path);
      const isPage = path === '/' || path === '/index.html' || (wantsPage && isAddress(path));
      return isPage ? load('/index.html') : undefined;
    },
  };
}

function isAddress(path: string): boolean {
  return !RESERVED.test(path) && !(path.split('/').at(-1) ?? '').includes('.');
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [`/${relative(folder, file).split(sep).join('/')}`, file] as const;
    }),
  );
}

function headersOf(path: string, secure: boolean): OutgoingHttpHeaders {
  if (path === '/index.html') return { ...consoleHeaders(secure), 'cache-control': 'no-cache' };
  const cacheControl = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { 'cache-control': cacheControl };
}

function typeOf(path: string): string {
  return TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}
