import type { DigestClient } from '../auth/client.ts';
import { afterRequest, type Dialog } from '../dialog/dialog.ts';
import {
  ackWithin,
  type DialogRequestParts,
  firstHopUri,
  requestWithin,
} from '../dialog/dialog-requests.ts';
import { type Hop, isWebSocket } from '../hop.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import { reachedOnlyBy } from './flow.ts';
import { type SendFailure, Sending } from './sending.ts';

export interface LinkParts {
  readonly context: AgentContext;
  readonly dialog: Dialog;
  /** The hop that the peer's messages come by, where no other leads to it: {@link reachedOnlyBy}. */
  readonly flow?: Hop | undefined;
  readonly digest?: DigestClient | undefined;
  /** User part of our Contact. */
  readonly contactUser?: string | undefined;
  /** The Request-URI of the INVITE: a `sips` one makes the whole dialog secure (RFC 3261 §12.1). */
  readonly requestUri: string;
}

export interface LinkRequest extends DialogRequestParts {
  readonly method: string;
  readonly onResponse: (response: SipResponse, sent: ClientTransaction) => void;
  readonly onFailure: (reason: SendFailure) => void;
}

/** Methods whose requests carry our Contact: they may move the target (RFC 3261 §12.2.1.1). */
const carriesContact: ReadonlySet<string> = new Set([
  'INVITE',
  'UPDATE',
  'REFER',
  'NOTIFY',
  'SUBSCRIBE',
]);

/** One dialog on the wire: numbers its requests, knows its way, and takes what moves it. */
export class DialogLink {
  readonly #parts: LinkParts;
  #dialog: Dialog;
  #flow: Hop | undefined;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#dialog = parts.dialog;
    this.#flow = parts.flow;
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  /** Takes what a response made of the dialog; numbers stay our own. */
  move(to: Dialog): void {
    const { localSequence, remoteSequence } = this.#dialog;
    this.#dialog = { ...to, localSequence, remoteSequence };
  }

  /** Takes a request of the peer; `false` where it came too late (a 500). */
  take(request: SipRequest, hop: Hop): boolean {
    const next = afterRequest(this.#dialog, request);
    if (next === undefined) return false;
    this.#dialog = next;
    if (this.#flow !== undefined) this.#flow = reachedOnlyBy(request, hop) ?? this.#flow;
    return true;
  }

  contactAt(hop: Hop): string {
    const { context, contactUser, requestUri } = this.#parts;
    return context.contactOf(hop, contactUser, schemeFor(requestUri));
  }

  /** Sends a request within the dialog. */
  send({ method, headers = [], content, onResponse, onFailure }: LinkRequest): Sending {
    const own = [...headers];
    return new Sending(this.#parts.context, {
      hops: () => this.#hops(),
      digest: this.#parts.digest,
      nextSequence: () => {
        this.#dialog = { ...this.#dialog, localSequence: this.#dialog.localSequence + 1 };
        return this.#dialog.localSequence;
      },
      isOvertaken: (sequence) => sequence < this.#dialog.localSequence,
      build: (hop, sequence) => {
        const contact = carriesContact.has(method)
          ? [['Contact', this.contactAt(hop)] as const]
          : [];
        const parts = { headers: [...contact, ...own], ...(content ? { content } : {}) };
        return requestWithin({ ...this.#dialog, localSequence: sequence - 1 }, method, parts)
          .request;
      },
      onResponse,
      onFailure,
    });
  }

  /** Sends the ACK of a 2xx to `invite`, with the credentials that the INVITE had (§22.1). */
  async ack(invite: SipRequest, sequence: number, session?: Uint8Array): Promise<void> {
    const content = session && { type: 'application/sdp', bytes: session };
    const ack = ackWithin(this.#dialog, sequence, content);
    for (const name of ['Authorization', 'Proxy-Authorization'])
      for (const value of invite.headers.lines(name)) ack.headers.append(name, value);
    const [hop] = await this.#hops().catch(() => []);
    // A lost ACK is asked for again by the repeated 2xx.
    if (hop) await this.#parts.context.transactions.sendAck(ack, hop).catch(() => {});
  }

  async #hops(): Promise<readonly Hop[]> {
    const { context } = this.#parts;
    const flow = this.#flow;
    // Behind a WebSocket there is nobody but its peer, whatever the route says.
    const leads =
      flow !== undefined && (this.#dialog.routeSet.length === 0 || isWebSocket(flow.transport));
    if (leads && context.hasFlow(flow)) return [flow];
    return context.hopsOf(firstHopUri(this.#dialog));
  }
}

/** The scheme of our Contact in what a request to this URI makes. */
export function schemeFor(requestUri: string): 'sip' | 'sips' {
  return /^sips:/i.test(requestUri) ? 'sips' : 'sip';
}
