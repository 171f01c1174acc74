import { cseqOf } from '../message/cseq.ts';
import { HeaderFields } from '../message/header-fields.ts';
import { noBody, type SipRequest, type SipResponse } from '../message/message.ts';

/** The ACK of a final response other than 2xx (RFC 3261 §17.1.1.3). */
export function ackOf(invite: SipRequest, response: SipResponse): SipRequest {
  const to = response.headers.get('to') ?? '';
  return dependent(invite, 'ACK', to);
}

/** The CANCEL of a request (§9.1): on the same way, with the same branch. */
export function cancelOf(request: SipRequest): SipRequest {
  return dependent(request, 'CANCEL', request.headers.get('to') ?? '');
}

function dependent({ uri, headers: from }: SipRequest, method: string, to: string): SipRequest {
  const headers = new HeaderFields();
  const [via = ''] = from.values('via');
  headers.append('Via', via);
  for (const route of from.lines('route')) headers.append('Route', route);
  headers
    .append('Max-Forwards', '70')
    .append('From', from.get('from') ?? '')
    .append('To', to)
    .append('Call-ID', from.get('call-id') ?? '')
    .append('CSeq', `${cseqOf(from)?.sequence ?? 0} ${method}`);
  return { kind: 'request', method, uri, headers, body: noBody };
}
