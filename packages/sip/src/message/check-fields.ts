import { parseContacts } from './contact.ts';
import { cseqOf } from './cseq.ts';
import { maxUint32, parseInteger } from './grammar.ts';
import { singleHeaders } from './header-names.ts';
import type { SipMessage } from './message.ts';
import { type MessageProblem, problemOf } from './problem.ts';
import { fromOf, toOf, topVia } from './routing.ts';
import { parseVia } from './via.ts';

/** Fields without which neither a request nor a response can be dealt with (RFC 3261 §8.1.1). */
const mandatory = ['via', 'from', 'to', 'call-id', 'cseq'] as const;

/**
 * What makes a message unusable for every element: mandatory fields that are missing, twice there or
 * malformed. Max-Forwards may be missing, as RFC 2543 allowed (RFC 4475 §3.4.1).
 */
export function checkFields(message: SipMessage): MessageProblem | undefined {
  const { headers } = message;
  for (const name of mandatory)
    if (!headers.has(name)) return problemOf('missing-header', `There is no ${name} field.`);
  const repeated = headers.firstRepeated(singleHeaders);
  if (repeated !== undefined)
    return problemOf('repeated-header', `The ${repeated} field stands there more than once.`);
  const wrong = malformedField(message);
  if (wrong !== undefined) return problemOf('header-value', `The ${wrong} field is malformed.`);
  const cseq = cseqOf(headers);
  if (message.kind === 'request' && cseq?.method !== message.method)
    return problemOf('method-mismatch', 'The CSeq field names another method.');
  return undefined;
}

/** The name of the first field that breaks its grammar, among those that decide where a message goes. */
function malformedField({ headers }: SipMessage): string | undefined {
  const [, ...farther] = headers.values('via');
  if (!topVia(headers) || farther.some((via) => parseVia(via) === undefined)) return 'via';
  if (!fromOf(headers)) return 'from';
  if (!toOf(headers)) return 'to';
  if (!/^[^\s]+$/.test(headers.get('call-id') ?? '')) return 'call-id';
  if (!cseqOf(headers)) return 'cseq';
  if (headers.has('contact') && !parseContacts(headers)) return 'contact';
  const length = headers.get('content-length');
  if (length !== undefined && parseInteger(length, maxUint32) === undefined)
    return 'content-length';
  const hops = headers.get('max-forwards');
  // Beyond 255 (§20.22) the number is clamped by who reads it, but it has to be a number.
  if (hops !== undefined && parseInteger(hops, maxUint32) === undefined) return 'max-forwards';
  return undefined;
}
