import { cutHead } from './head.ts';
import { HeaderFields } from './header-fields.ts';
import { parseValueWithParameters } from './value-with-parameters.ts';

/** One part of a multipart body. `bytes` is a view of the message's body. */
export interface BodyPart {
  /** Media type in lower case, without parameters; `text/plain` where none is written (RFC 2046 §5.1). */
  readonly type: string;
  readonly headers: HeaderFields;
  readonly bytes: Uint8Array;
}

const maxParts = 64;

/**
 * The parts of a body: those of a multipart one (RFC 5621), or the whole body as the only part. No part
 * for an empty body; `undefined` where the multipart is malformed. Nested multiparts stay one part.
 */
export function bodyParts(
  headers: HeaderFields,
  body: Uint8Array,
): readonly BodyPart[] | undefined {
  if (body.byteLength === 0) return [];
  const type = parseValueWithParameters(headers.get('content-type') ?? 'text/plain');
  if (type === undefined) return undefined;
  const name = type.value.toLowerCase();
  if (!name.startsWith('multipart/')) return [{ type: name, headers, bytes: body }];
  const boundary = type.parameters.get('boundary');
  return boundary ? cutParts(body, boundary) : undefined;
}

function cutParts(body: Uint8Array, boundary: string): readonly BodyPart[] | undefined {
  // The first delimiter has no line before it; with CR LF put there all delimiters look alike.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const delimiter = `\r\n--${boundary}`;
  const parts: BodyPart[] = [];
  let at = text.indexOf(delimiter, 0, 'latin1');
  while (at >= 0 && parts.length <= maxParts) {
    const start = at + delimiter.length;
    if (text.toString('latin1', start, start + 2) === '--') return parts;
    const next = text.indexOf(delimiter, start, 'latin1');
    const part = next < 0 ? undefined : cutPart(text.subarray(start, next));
    if (part === undefined) return undefined;
    parts.push(part);
    at = next;
  }
  return undefined;
}

/** `bytes` starts with the rest of the delimiter's line. */
function cutPart(bytes: Buffer): BodyPart | undefined {
  const padding = /^[ \t]*\r\n/.exec(bytes.toString('latin1', 0, 64))?.[0];
  if (padding === undefined) return undefined;
  // A part without header fields starts with the blank line itself.
  const end = bytes.indexOf('\r\n\r\n', padding.length - 2, 'latin1');
  if (end < 0) return undefined;
  const head = cutHead(
    `\r\n${bytes.toString('latin1', padding.length, Math.max(end, padding.length))}`,
  );
  if ('code' in head || head.problem) return undefined;
  const headers = new HeaderFields(head.fields);
  const type = parseValueWithParameters(headers.get('content-type') ?? 'text/plain');
  if (type === undefined) return undefined;
  return { type: type.value.toLowerCase(), headers, bytes: bytes.subarray(end + 4) };
}
