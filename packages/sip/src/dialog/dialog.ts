import { parseContacts } from '../message/contact.ts';
import { cseqOf } from '../message/cseq.ts';
import type { HeaderFields } from '../message/header-fields.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { parseRoutes, tagOf } from '../message/routing.ts';

/** What names a dialog, seen from one of its ends (RFC 3261 §12). */
export interface DialogId {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** A dialog as one end knows it. Values are immutable: every step gives a new one. */
export interface Dialog extends DialogId {
  readonly phase: 'early' | 'confirmed';
  /** Whether this end sent the INVITE (or SUBSCRIBE, REFER) that made it. */
  readonly isCaller: boolean;
  /** From of our requests, with its tag. */
  readonly local: string;
  /** To of our requests, with its tag. */
  readonly remote: string;
  /** Where the other end is reached: its Contact. */
  readonly remoteTarget: string;
  /** Routes of our requests, each with its brackets, the first to visit first. */
  readonly routeSet: readonly string[];
  readonly localSequence: number;
  /** `undefined` until the other end has sent a request. */
  readonly remoteSequence: number | undefined;
}

/** A key for maps: one string a dialog. */
export function dialogKey({ callId, localTag, remoteTag }: DialogId): string {
  return JSON.stringify([callId, localTag, remoteTag]);
}

/**
 * The dialog that a message is for, seen from us: of a request from the other end, or of a response to
 * a request of ours. `undefined` where it has not both tags.
 */
export function dialogIdOf(message: SipMessage): DialogId | undefined {
  const [from, to] = [tagOf(message.headers, 'From'), tagOf(message.headers, 'To')];
  const callId = message.headers.get('call-id');
  if (!from || !to || !callId) return undefined;
  return message.kind === 'request'
    ? { callId, localTag: to, remoteTag: from }
    : { callId, localTag: from, remoteTag: to };
}

/**
 * The dialog that a response to our request makes (§12.1.2): early by a 1xx with a tag, confirmed by a 2xx.
 * `undefined` for others, and where Contact or Record-Route can't be used.
 */
export function dialogOfResponse(request: SipRequest, response: SipResponse): Dialog | undefined {
  const id = dialogIdOf(response);
  const routes = parseRoutes(response.headers, 'Record-Route');
  const remoteTarget = targetOf(response.headers);
  if (response.status <= 100 || response.status >= 300 || !id || !routes) return undefined;
  if (remoteTarget === undefined) return undefined;
  return {
    ...id,
    phase: response.status < 200 ? 'early' : 'confirmed',
    isCaller: true,
    local: request.headers.get('from') ?? '',
    remote: response.headers.get('to') ?? '',
    remoteTarget,
    // Seen from here the last proxy that recorded itself is the nearest.
    routeSet: response.headers.values('record-route').toReversed(),
    localSequence: sequenceOf(request.headers),
    remoteSequence: undefined,
  };
}

/**
 * The dialog that our response to a request makes (§12.1.1), early until {@link confirmed}. `localTag` is
 * the tag of our To. `undefined` where the request has no usable From tag, Contact or Record-Route: a 400.
 */
export function dialogOfRequest(request: SipRequest, localTag: string): Dialog | undefined {
  const { headers } = request;
  const remoteTag = tagOf(headers, 'From');
  const remoteTarget = targetOf(headers);
  const routes = parseRoutes(headers, 'Record-Route');
  if (!remoteTag || remoteTarget === undefined || !routes) return undefined;
  return {
    callId: headers.get('call-id') ?? '',
    localTag,
    remoteTag,
    phase: 'early',
    isCaller: false,
    local: `${headers.get('to') ?? ''};tag=${localTag}`,
    remote: headers.get('from') ?? '',
    remoteTarget,
    routeSet: headers.values('record-route'),
    localSequence: 0,
    remoteSequence: sequenceOf(headers),
  };
}

/** The dialog once its 2xx went out. */
export function confirmed(dialog: Dialog): Dialog {
  return { ...dialog, phase: 'confirmed' };
}

/**
 * Takes a 2xx of an INVITE, also of one within the dialog, or a further provisional response. Before the dialog is
 * confirmed the route set is computed anew (§13.2.2.4), afterwards only the target moves (§12.2.1.2).
 */
export function afterResponse(dialog: Dialog, response: SipResponse): Dialog {
  const remoteTarget = targetOf(response.headers) ?? dialog.remoteTarget;
  if (dialog.phase === 'confirmed') return { ...dialog, remoteTarget };
  const routeSet = dialog.isCaller
    ? response.headers.values('record-route').toReversed()
    : dialog.routeSet;
  const phase = response.status >= 200 && response.status < 300 ? 'confirmed' : 'early';
  return { ...dialog, phase, remoteTarget, routeSet };
}

/** Methods whose requests move the target (RFC 3261 §12.2, RFC 3311, RFC 6665). */
const refreshesTarget: ReadonlySet<string> = new Set([
  'INVITE',
  'UPDATE',
  'SUBSCRIBE',
  'NOTIFY',
  'REFER',
]);

/**
 * Takes a request of the other end (§12.2.2). `undefined` where its CSeq is not higher than the last: it came too
 * late, and gets a 500. ACK and CANCEL, which repeat a number, change nothing.
 */
export function afterRequest(dialog: Dialog, request: SipRequest): Dialog | undefined {
  if (request.method === 'ACK' || request.method === 'CANCEL') return dialog;
  const sequence = sequenceOf(request.headers);
  if (dialog.remoteSequence !== undefined && sequence <= dialog.remoteSequence) return undefined;
  const moved = refreshesTarget.has(request.method) ? targetOf(request.headers) : undefined;
  return { ...dialog, remoteSequence: sequence, remoteTarget: moved ?? dialog.remoteTarget };
}

function sequenceOf(headers: HeaderFields): number {
  return cseqOf(headers)?.sequence ?? 0;
}

function targetOf(headers: HeaderFields): string | undefined {
  const contacts = parseContacts(headers);
  if (contacts === undefined || contacts === '*' || contacts[0] === undefined) return undefined;
  const [line = ''] = headers.values('contact');
  const bracketed = /<([^>]*)>/.exec(line.replace(/"(?:[^"\\]|\\.)*"/g, ''))?.[1];
  return (bracketed ?? line.split(';')[0] ?? '').trim();
}
