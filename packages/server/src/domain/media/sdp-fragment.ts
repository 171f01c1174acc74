import { parseCandidate } from '@sky-genesis/sdp';

/** More lines than any client's candidates take. */
const MAX_LINES = 512;

export interface SdpFragment {
  readonly iceUfrag: string | undefined;
  /** Candidates that are none. */
  readonly isValid: boolean;
}

/** Reads `application/trickle-ice-sdpfrag` (RFC 8840 section 9): ICE attributes and candidates, nothing else counts. */
export function readFragment(text: string): SdpFragment {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const candidates = lines.filter((line) => line.startsWith('a=candidate:'));
  const isValid =
    lines.length <= MAX_LINES &&
    lines.every((line) => /^[a-z]=/.test(line)) &&
    candidates.every((line) => parseCandidate(line.slice('a='.length)).ok);
  return { iceUfrag: ufragOf(lines), isValid };
}

/** The `ice-ufrag` of a description or fragment; the first where there are several. */
export function ufragOf(lines: readonly string[]): string | undefined {
  const line = lines.find((candidate) => candidate.startsWith('a=ice-ufrag:'));
  return line?.slice('a=ice-ufrag:'.length);
}
