import { type Candidate, parseCandidate } from './candidate.ts';
import { accepted, type Parsed, refused } from './parsed.ts';

/** What a peer trickles: a candidate, or that there are no more (RFC 8838 §13). */
export interface TrickledCandidate {
  /** Null: end of candidates. */
  readonly candidate: Candidate | null;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

const END: TrickledCandidate = {
  candidate: null,
  sdpMid: null,
  sdpMLineIndex: null,
  usernameFragment: null,
};

/**
 * Parses what signaling carries for `onicecandidate`: an RTCIceCandidateInit (W3C WebRTC §4.8.1) as such or
 * under `candidate`, or null in either place for the end. An empty candidate is an end, too.
 */
export function parseCandidateInit(input: unknown): Parsed<TrickledCandidate> {
  if (input === null) return accepted(END);
  if (!isRecord(input) || !('candidate' in input)) {
    return refused(
      'An ICE candidate is an RTCIceCandidateInit or { candidate: RTCIceCandidateInit }.',
    );
  }
  const inner = input.candidate;
  if (inner === null) return accepted(END);
  if (typeof inner === 'string') return parseFlat(input, inner);
  if (isRecord(inner) && typeof inner.candidate === 'string') {
    return parseFlat(inner, inner.candidate);
  }
  return refused('`candidate` is neither a string, nor an RTCIceCandidateInit, nor null.');
}

function parseFlat(init: Record<string, unknown>, text: string): Parsed<TrickledCandidate> {
  const sdpMid = init.sdpMid ?? null;
  if (sdpMid !== null && (typeof sdpMid !== 'string' || sdpMid.length > 256)) {
    return refused('`sdpMid` is no short string.');
  }
  const index = init.sdpMLineIndex ?? null;
  if (index !== null && !isUnsignedShort(index)) {
    return refused('`sdpMLineIndex` is no number from 0 to 65535.');
  }
  const fragment = init.usernameFragment ?? null;
  if (fragment !== null && (typeof fragment !== 'string' || fragment.length > 256)) {
    return refused('`usernameFragment` is no short string.');
  }
  const where = { sdpMid, sdpMLineIndex: index, usernameFragment: fragment };
  if (text === '') return accepted({ candidate: null, ...where });
  const candidate = parseCandidate(text);
  return candidate.ok ? accepted({ candidate: candidate.value, ...where }) : candidate;
}

function isUnsignedShort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
