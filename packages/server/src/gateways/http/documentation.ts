import { readFile } from 'node:fs/promises';
import type { Locale } from '@sky-genesis/protocol';
import { type Asset, assetOf } from './assets.ts';
import { errorsPage } from './docs/errors-page.ts';
import { referencePage } from './docs/reference-page.ts';
import type { Exchange } from './exchange.ts';
import { openApiDocument } from './openapi/document.ts';
import type { Route } from './route.ts';

const REVALIDATED = { 'cache-control': 'no-cache' };
const PAGE_HEADERS = {
  ...REVALIDATED,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding, accept-language',
};

export interface Documentation {
  readonly paths: readonly string[];
  /** The asset at one of `paths`; made when it is first asked for. */
  asset(path: string, exchange: Exchange): Asset | undefined;
}

/** `/openapi.json`, `/docs` and `/docs/errors`, made of the routes' own schemas. */
export async function createDocumentation(about: {
  readonly routes: readonly Route[];
  readonly version: string;
  readonly publicUrl: () => string;
}): Promise<Documentation> {
  const { routes, version, publicUrl } = about;
  const style = await readFile(new URL('./docs/style.css', import.meta.url));
  const styleAsset = assetOf(style, 'text/css; charset=utf-8', REVALIDATED);
  const document = () => openApiDocument({ routes, version, serverUrl: publicUrl() });
  const cache = new Map<string, Asset>();
  const cached = (key: string, make: () => Asset): Asset => {
    const asset = cache.get(key) ?? make();
    cache.set(key, asset);
    return asset;
  };
  const pageAsset = (text: string) =>
    assetOf(Buffer.from(text), 'text/html; charset=utf-8', PAGE_HEADERS);
  const assets: Readonly<Record<string, (locale: Locale) => Asset>> = {
    '/openapi.json': () =>
      cached('openapi', () => {
        const headers = { ...REVALIDATED, 'access-control-allow-origin': '*' };
        const text = JSON.stringify(document());
        return assetOf(Buffer.from(text), 'application/json; charset=utf-8', headers);
      }),
    '/docs': (locale) =>
      cached(`docs ${locale}`, () => pageAsset(referencePage(routes, document(), locale))),
    '/docs/errors': (locale) => cached(`errors ${locale}`, () => pageAsset(errorsPage(locale))),
    '/docs/style.css': () => styleAsset,
  };
  return {
    paths: Object.keys(assets),
    asset: (path, exchange) => assets[path]?.(localeOf(exchange)),
  };
}

/** `?lang=` goes before the browser's languages. */
function localeOf(exchange: Exchange): Locale {
  const lang = /[?&]lang=(en|fr)\b/.exec(exchange.request.raw.url ?? '')?.[1];
  return lang === 'en' || lang === 'fr' ? lang : exchange.locale;
}
