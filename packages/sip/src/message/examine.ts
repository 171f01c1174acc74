import { parseInteger } from './grammar.ts';
import type { SipRequest } from './message.ts';
import { maxForwards } from './routing.ts';
import { parseUri } from './uri.ts';
import { parseValueWithParameters } from './value-with-parameters.ts';

/** What an element can do, as requests ask for it. Option tags and types in lower case. */
export interface Capabilities {
  /** Case counts. */
  readonly methods: readonly string[];
  readonly extensions: readonly string[];
  /** Media types of bodies that it understands. */
  readonly contentTypes: readonly string[];
  /** URI schemes of the Request-URI. */
  readonly schemes: readonly string[];
}

/** The final response that a request gets before anyone looks at what it wants. */
export interface Refusal {
  readonly status: 405 | 406 | 415 | 416 | 420 | 483;
  /** Fields that the response has to carry. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * The first steps of every UAS (RFC 3261 §8.2.1 to §8.2.3): method, URI scheme, required extensions,
 * content. ACK is never refused (§17: it has no response), and CANCEL never for its Require (§8.2.2.3).
 */
export function examineRequest(request: SipRequest, can: Capabilities): Refusal | undefined {
  const { method, headers } = request;
  if (method === 'ACK') return undefined;
  if (!can.methods.includes(method)) return refusal(405, 'Allow', can.methods);
  const uri = parseUri(request.uri);
  const scheme = uri?.scheme === 'other' ? uri.name : uri?.scheme;
  if (scheme === undefined || !can.schemes.includes(scheme)) return { status: 416, headers: [] };
  if (method === 'CANCEL') return undefined;
  const required = headers.values('require');
  const unknown = required.filter((tag) => !can.extensions.includes(tag.toLowerCase()));
  if (unknown.length > 0) return refusal(420, 'Unsupported', unknown);
  return examineContent(request, can) ?? examineAccept(request, can);
}

/** What a proxy looks at first (§16.3): a request at its end of hops goes no further. */
export function examineHops(request: SipRequest): Refusal | undefined {
  return maxForwards(request.headers) === 0 ? { status: 483, headers: [] } : undefined;
}

function examineContent({ headers, body }: SipRequest, can: Capabilities): Refusal | undefined {
  if (body.byteLength === 0) return undefined;
  const encodings = headers.values('content-encoding').filter((name) => !/^identity$/i.test(name));
  if (encodings.length > 0) return refusal(415, 'Accept-Encoding', ['identity']);
  const disposition = parseValueWithParameters(headers.get('content-disposition') ?? '');
  // §20.11: a body that may be left unread is no reason to refuse.
  if (disposition?.parameters.get('handling')?.toLowerCase() === 'optional') return undefined;
  const type = parseValueWithParameters(headers.get('content-type') ?? '')?.value.toLowerCase();
  const known = type !== undefined && can.contentTypes.includes(type);
  return known ? undefined : refusal(415, 'Accept', can.contentTypes);
}

/** An INVITE whose sender reads nothing that we could send as an answer (§20.1; none named means SDP). */
function examineAccept({ method, headers }: SipRequest, can: Capabilities): Refusal | undefined {
  if (method !== 'INVITE' || !headers.has('accept')) return undefined;
  const ranges = headers.values('accept').flatMap((value) => {
    const range = parseValueWithParameters(value);
    return range && parseInteger(range.parameters.get('q') ?? '1', 1) !== 0
      ? [range.value.toLowerCase()]
      : [];
  });
  const reads = (type: string) =>
    ranges.some(
      (range) => range === '*/*' || range === type || range === type.replace(/\/.*/, '/*'),
    );
  return can.contentTypes.some(reads) ? undefined : refusal(406, 'Accept', can.contentTypes);
}

function refusal(status: Refusal['status'], name: string, values: readonly string[]): Refusal {
  return { status, headers: [[name, values.join(', ')]] };
}
