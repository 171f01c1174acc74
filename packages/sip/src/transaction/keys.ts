import { cseqOf } from '../message/cseq.ts';
import { formatHostPort } from '../message/host.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf, topVia } from '../message/routing.ts';
import { uniqueBranch } from '../message/via.ts';

/** The client transaction that a response belongs to (RFC 3261 §17.1.3). */
export function clientKeyOf(response: SipResponse): string | undefined {
  const branch = topVia(response.headers)?.parameters.get('branch');
  const method = cseqOf(response.headers)?.method;
  return branch && method ? clientKey(branch, method) : undefined;
}

export function clientKey(branch: string, method: string): string {
  return `${method} ${branch}`;
}

/**
 * The server transaction that a request belongs to (RFC 3261 §17.2.3). ACK and CANCEL give the key
 * of the INVITE or other request that they are about where `method` names it.
 */
export function serverKeyOf(request: SipRequest, method = request.method): string | undefined {
  const via = topVia(request.headers);
  if (via === undefined) return undefined;
  const branch = uniqueBranch(via);
  const named = method === 'ACK' ? 'INVITE' : method;
  if (branch !== undefined) return `${named} ${branch} ${formatHostPort(via.sentBy)}`;
  return oldKeyOf(request, named);
}

/**
 * For senders of RFC 2543, whose branches are not unique. To's tag is left out: the ACK of a final
 * response has the one that we gave, the INVITE had none.
 */
function oldKeyOf({ uri, headers }: SipRequest, method: string): string {
  const sequence = cseqOf(headers)?.sequence;
  const [via] = headers.values('via');
  const parts = [method, uri, tagOf(headers, 'From'), headers.get('call-id'), sequence, via];
  return JSON.stringify(parts);
}

/**
 * What two copies of one request have in common that came by different ways (§8.2.2.2); `undefined`
 * for a request within a dialog.
 */
export function mergeKeyOf({ headers }: SipRequest): string | undefined {
  if (tagOf(headers, 'To') !== undefined) return undefined;
  return JSON.stringify([tagOf(headers, 'From'), headers.get('call-id'), headers.get('cseq')]);
}
