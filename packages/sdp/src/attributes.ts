import { parseCandidate } from './candidate.ts';
import type { SdpLine } from './lines.ts';
import { quoted, type Refused, refused } from './parsed.ts';

/**
 * Forms of the attributes without which a peer connection cannot be made. Others pass as they are: RFC 8866
 * §5.13 has receivers ignore attributes they do not know.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  // RFC 8866 §6.6
  rtpmap: /^\d{1,3} [^\s/]+\/\d{1,10}(?:\/\S+)?$/,
  // RFC 8866 §6.15
  fmtp: /^\S+ \S.*$/,
  // RFC 8839 §5.4
  'ice-ufrag': /^[A-Za-z0-9+/]{4,256}$/,
  'ice-pwd': /^[A-Za-z0-9+/]{22,256}$/,
  // RFC 8122 §5
  fingerprint: /^[A-Za-z0-9-]+ [0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*$/,
  // RFC 4145 §4
  setup: /^(?:active|passive|actpass|holdconn)$/,
  // RFC 5888 §4
  mid: /^\S+$/,
  group: /^\S+(?: \S+)*$/,
};

/** @param formats those of the section's `m=` line; absent for attributes of the session. */
export function checkAttribute(line: SdpLine, formats?: ReadonlySet<string>): Refused | undefined {
  const colon = line.value.indexOf(':');
  const name = colon < 0 ? line.value : line.value.slice(0, colon);
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) return invalid(line);
  if (name === 'candidate') {
    const candidate = parseCandidate(line.value);
    return candidate.ok ? undefined : refused(candidate.problem.message, line.number);
  }
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form === undefined) return undefined;
  const value = line.value.slice(colon + 1);
  if (colon < 0 || !form.test(value)) return invalid(line);
  const ownFormat = name !== 'rtpmap' || formats?.has(value.split(' ', 1)[0] ?? '') !== false;
  return ownFormat ? undefined : invalid(line);
}

function invalid(line: SdpLine): Refused {
  return refused(`Line ${line.number} is no valid attribute: ${quoted(line.value)}.`, line.number);
}
