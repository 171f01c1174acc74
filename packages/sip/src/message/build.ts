import { HeaderFields } from './header-fields.ts';
import { noBody, type SipRequest, type SipResponse } from './message.ts';
import { parseNameAddr } from './name-addr.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** What a request outside a dialog needs (RFC 3261 §8.1.1). The transaction layer adds Via. */
export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  /** From, with its tag. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly sequence: number;
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly content?: Content;
}

/** A body and what it is. */
export interface Content {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export function buildRequest(parts: RequestParts): SipRequest {
  const headers = new HeaderFields()
    .append('Max-Forwards', '70')
    .append('From', parts.from)
    .append('To', parts.to)
    .append('Call-ID', parts.callId)
    .append('CSeq', `${parts.sequence} ${parts.method}`);
  for (const [name, value] of parts.headers ?? []) headers.append(name, value);
  if (parts.content) headers.append('Content-Type', parts.content.type);
  const body = parts.content?.bytes ?? noBody;
  return { kind: 'request', method: parts.method, uri: parts.uri, headers, body };
}

/** What a response adds to the request it answers. */
export interface ResponseParts {
  readonly reason?: string;
  /** Added to To where the request had no tag; every response but 100 needs one (§8.2.6.2). */
  readonly toTag?: string;
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly content?: Content;
}

/** A response with the fields that RFC 3261 §8.2.6.2 has it copy; Record-Route too where it makes a dialog (§12.1.1). */
export function buildResponse(
  request: SipRequest,
  status: number,
  parts: ResponseParts = {},
): SipResponse {
  const headers = new HeaderFields();
  for (const via of request.headers.lines('via')) headers.append('Via', via);
  const makesDialog = status > 100 && status < 300;
  if (makesDialog)
    for (const route of request.headers.lines('record-route'))
      headers.append('Record-Route', route);
  headers.append('From', request.headers.get('from') ?? '');
  headers.append('To', withTag(request.headers.get('to') ?? '', parts.toTag));
  headers.append('Call-ID', request.headers.get('call-id') ?? '');
  headers.append('CSeq', request.headers.get('cseq') ?? '');
  const timestamp = request.headers.get('timestamp');
  if (status === 100 && timestamp !== undefined) headers.append('Timestamp', timestamp);
  for (const [name, value] of parts.headers ?? []) headers.append(name, value);
  if (parts.content) headers.append('Content-Type', parts.content.type);
  const reason = parts.reason ?? reasonPhrase(status);
  return { kind: 'response', status, reason, headers, body: parts.content?.bytes ?? noBody };
}

function withTag(to: string, tag: string | undefined): string {
  if (tag === undefined || parseNameAddr(to)?.parameters.has('tag')) return to;
  return `${to};tag=${tag}`;
}
