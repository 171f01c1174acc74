import { newRandomToken } from './random-token.ts';

const FORMAT = /^sgek_([0-9a-hjkmnp-tv-z]{26})_([A-Za-z0-9_-]{43})$/;
const ID_PREFIX = 'key_';

/**
 * `sgek_<id>_<secret>`: secret scanners find it by its prefix, and we find its row by the id, so that
 * one comparison in constant time is enough.
 */
export function formatApiKey(id: string): { readonly key: string; readonly secret: string } {
  const secret = newRandomToken();
  return { key: `sgek_${id.slice(ID_PREFIX.length)}_${secret}`, secret };
}

export function parseApiKey(
  key: string,
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = FORMAT.exec(key) ?? [];
  return id === undefined || secret === undefined ? undefined : { id: ID_PREFIX + id, secret };
}
