import { buildRequest, type Content } from '../message/build.ts';
import type { SipRequest } from '../message/message.ts';
import { parseNameAddr } from '../message/name-addr.ts';
import { formatUri } from '../message/uri.ts';
import type { Dialog } from './dialog.ts';

/** What a request within a dialog carries beside what the dialog gives. */
export interface DialogRequestParts {
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly content?: Content;
}

/** The next request of this end (RFC 3261 §12.2.1.1), and the dialog with its number used up. */
export function requestWithin(
  dialog: Dialog,
  method: string,
  parts: DialogRequestParts = {},
): { readonly dialog: Dialog; readonly request: SipRequest } {
  const localSequence = dialog.localSequence + 1;
  const request = requestAt(dialog, method, localSequence, parts);
  return { dialog: { ...dialog, localSequence }, request };
}

/** The ACK of a 2xx: it has the number of its INVITE (§13.2.2.4). */
export function ackWithin(dialog: Dialog, sequence: number, content?: Content): SipRequest {
  return requestAt(dialog, 'ACK', sequence, content ? { content } : {});
}

function requestAt(
  dialog: Dialog,
  method: string,
  sequence: number,
  parts: DialogRequestParts,
): SipRequest {
  const { uri, routes } = wayOf(dialog);
  return buildRequest({
    method,
    uri,
    from: dialog.local,
    to: dialog.remote,
    callId: dialog.callId,
    sequence,
    headers: [...routes.map((route) => ['Route', route] as const), ...(parts.headers ?? [])],
    ...(parts.content ? { content: parts.content } : {}),
  });
}

/** Request-URI and routes; the first route takes the URI's place where it knows no loose routing. */
function wayOf({ remoteTarget, routeSet }: Dialog): { uri: string; routes: readonly string[] } {
  const [first, ...others] = routeSet;
  const firstUri = first === undefined ? undefined : parseNameAddr(first)?.uri;
  if (firstUri === undefined || firstUri.scheme === 'other' || firstUri.parameters.has('lr'))
    return { uri: remoteTarget, routes: routeSet };
  const bare =
    'headers' in firstUri ? { ...firstUri, headers: new Map<string, string>() } : firstUri;
  return { uri: formatUri(bare), routes: [...others, `<${remoteTarget}>`] };
}

/** Where the requests of a dialog go first: to the first route, loose or strict, else to the target (§8.1.2). */
export function firstHopUri({ remoteTarget, routeSet: [first] }: Dialog): string {
  const uri = first === undefined ? undefined : parseNameAddr(first)?.uri;
  return uri === undefined ? remoteTarget : formatUri(uri);
}
