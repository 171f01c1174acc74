import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Exchange } from './exchange.ts';
import type { Responder } from './responder.ts';

const compress = promisify(gzip);
const MIN_COMPRESSED_BYTES = 1024;
const COMPRESSIBLE = /^(?:text\/|application\/(?:json|manifest\+json|javascript)|image\/svg)/;

/** A page or file in memory, ready to be sent again and again. */
export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  /** Strong, of the content (RFC 9110 §8.8.3). */
  readonly etag: string;
  readonly headers: OutgoingHttpHeaders;
  /** The gzip form, made when it is first asked for; null when it is not worth it. */
  compressed: Promise<Buffer> | null | undefined;
}

export function assetOf(body: Buffer, type: string, headers: OutgoingHttpHeaders): Asset {
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const worthwhile = body.length >= MIN_COMPRESSED_BYTES && COMPRESSIBLE.test(type);
  return { body, type, etag, headers, compressed: worthwhile ? undefined : null };
}

/** Sends an asset: 304 to who has it already, compressed to who takes gzip. */
export async function sendAsset(
  responder: Responder,
  exchange: Exchange,
  asset: Asset,
): Promise<void> {
  const takesGzip = /\bgzip\b/.test(exchange.header('accept-encoding') ?? '');
  if (takesGzip && asset.compressed === undefined) asset.compressed = compress(asset.body);
  const compressed = takesGzip ? asset.compressed : null;
  const etag = compressed === null || compressed === undefined ? asset.etag : `${asset.etag}-gzip`;
  const headers: OutgoingHttpHeaders = { vary: 'accept-encoding', ...asset.headers };
  headers.etag = `"${etag}"`;
  if (knows(exchange.header('if-none-match'), headers.etag)) {
    responder.asset(exchange, 304, headers);
    return;
  }
  headers['content-type'] = asset.type;
  if (compressed === null || compressed === undefined) {
    responder.asset(exchange, 200, headers, asset.body);
    return;
  }
  headers['content-encoding'] = 'gzip';
  responder.asset(exchange, 200, headers, await compressed);
}

/** RFC 9110 §13.1.2: weak comparison. */
function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
