import { isToken, maxSequence, parseInteger } from './grammar.ts';
import { readOnce } from './header-fields.ts';

/** CSeq (RFC 3261 §20.16). */
export interface CSeq {
  /** Below 2³¹. */
  readonly sequence: number;
  readonly method: string;
}

/** Parses `4711 INVITE`; `undefined` where the number is too large or the method no token. */
export function parseCSeq(text: string): CSeq | undefined {
  const [, digits = '', method = ''] = /^(\S+)[ \t]+(\S+)$/.exec(text.trim()) ?? [];
  const sequence = parseInteger(digits, maxSequence);
  return sequence !== undefined && isToken(method) ? { sequence, method } : undefined;
}

/** The CSeq of a message. */
export const cseqOf = readOnce((headers) => parseCSeq(headers.get('cseq') ?? ''));

/** RAck (RFC 3262 §7.2): which provisional response a PRACK acknowledges. */
export interface RAck {
  readonly responseNumber: number;
  readonly sequence: number;
  readonly method: string;
}

/** Parses `776656 1 INVITE`. */
export function parseRAck(text: string): RAck | undefined {
  const [, digits = '', rest = ''] = /^(\S+)[ \t]+(.+)$/.exec(text.trim()) ?? [];
  const responseNumber = parseInteger(digits, maxSequence);
  const cseq = parseCSeq(rest);
  return responseNumber && cseq ? { responseNumber, ...cseq } : undefined;
}

/** Parses RSeq (RFC 3262 §7.1): 1 to 2³²−1. */
export function parseRSeq(text: string): number | undefined {
  const value = parseInteger(text.trim(), 4_294_967_295);
  return value === 0 ? undefined : value;
}
