import { parse, type SessionDescription } from 'sdp-transform';
import { checkAttribute } from './attributes.ts';
import { checkGrouping } from './bundle.ts';
import { SDP_LIMITS } from './limits.ts';
import { type SdpLine, splitLines } from './lines.ts';
import { checkMediaLines } from './media-lines.ts';
import { accepted, type Parsed, type Refused, refused } from './parsed.ts';
import { checkSessionLines } from './session-lines.ts';

/**
 * Parses a session description (RFC 8866) and refuses what no peer could use: missing or malformed `v=`,
 * `o=`, `s=`, `t=` and `m=` lines, broken candidates (RFC 8839), fingerprints, payload types and groups.
 * Zero media sections are valid (RFC 8866 §9, an offer without tracks). A missing `c=` is let through,
 * against RFC 8866 §5.7: with ICE the candidates carry the addresses, and browsers accept it. Never throws.
 */
export function parseSessionDescription(text: string): Parsed<SessionDescription> {
  const lines = splitLines(text);
  if (!lines.ok) return lines;
  const wrong = checkStructure(lines.value);
  if (wrong !== undefined) return wrong;
  try {
    return accepted(parse(lines.value.map(({ type, value }) => `${type}=${value}\r\n`).join('')));
  } catch {
    return refused('The session description cannot be read.');
  }
}

function checkStructure(lines: readonly SdpLine[]): Refused | undefined {
  const [session, ...sections] = sectionsOf(lines);
  if (session === undefined) return refused('The session description is empty.');
  const wrong = checkSessionLines(session);
  if (wrong !== undefined) return wrong;
  for (const line of session) {
    const attribute = line.type === 'a' ? checkAttribute(line) : undefined;
    if (attribute !== undefined) return attribute;
  }
  if (sections.length > SDP_LIMITS.maxMediaSections) {
    return refused(`There are more than ${SDP_LIMITS.maxMediaSections} media sections.`);
  }
  for (const section of sections) {
    const media = checkMediaLines(section);
    if (media !== undefined) return media;
  }
  return checkGrouping(lines);
}

/** The session's lines, then those of each media section. */
function sectionsOf(lines: readonly SdpLine[]): readonly (readonly SdpLine[])[] {
  const sections: SdpLine[][] = [[]];
  for (const line of lines) {
    if (line.type === 'm') sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  return sections;
}
