import { u8, u32 } from '../bytes.ts';
import { bodyLength, type RtcpBody } from './rtcp-body.ts';
import type { ApplicationDefined, Bye, SourceDescription } from './rtcp-packets.ts';
import { readText } from './text.ts';

const CNAME = 1;

/** RFC 3550 section 6.5. */
export function parseSourceDescription(body: RtcpBody): SourceDescription {
  const { bytes, count, end } = body;
  const chunks: { ssrc: number; cname: string }[] = [];
  let at = body.start;
  while (chunks.length < count && at + 5 <= end) {
    const chunk = { ssrc: u32(bytes, at), cname: '' };
    at += 4;
    while (at < end && u8(bytes, at) !== 0) {
      const length = at + 2 <= end ? u8(bytes, at + 1) : 0;
      if (at + 2 + length > end) return { kind: 'source-description', chunks };
      if (u8(bytes, at) === CNAME) chunk.cname = readText(bytes, at + 2, length);
      at += 2 + length;
    }
    // A chunk ends with at least one zero and on a word of the packet.
    at += 4 - ((at - body.start) % 4);
    chunks.push(chunk);
  }
  return { kind: 'source-description', chunks };
}

/** RFC 3550 section 6.6. */
export function parseBye({ bytes, count, start, end }: RtcpBody): Bye | undefined {
  const sourcesEnd = start + 4 * count;
  if (sourcesEnd > end) return undefined;
  const ssrcs: number[] = [];
  for (let at = start; at < sourcesEnd; at += 4) ssrcs.push(u32(bytes, at));
  const length = sourcesEnd < end ? u8(bytes, sourcesEnd) : 0;
  const fits = sourcesEnd + 1 + length <= end;
  return { kind: 'bye', ssrcs, reason: fits ? readText(bytes, sourcesEnd + 1, length) : '' };
}

/** RFC 3550 section 6.7. */
export function parseApplication(body: RtcpBody): ApplicationDefined | undefined {
  const { bytes, count, start, end } = body;
  if (bodyLength(body) < 8) return undefined;
  return {
    kind: 'application',
    ssrc: u32(bytes, start),
    subtype: count,
    name: String.fromCharCode(...bytes.subarray(start + 4, start + 8)),
    data: bytes.slice(start + 8, end),
  };
}
