import type { DigestClient } from '../auth/client.ts';
import type { Hop } from '../hop.ts';
import { buildRequest, type Content } from '../message/build.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipResponse } from '../message/message.ts';
import { randomHex } from '../random.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import { type SendFailure, Sending } from './sending.ts';

/** A request outside any dialog: OPTIONS, REGISTER, MESSAGE. */
export interface OutsideRequest {
  readonly method: string;
  readonly uri: string;
  /** `"Name" <uri>` without a tag. */
  readonly from: string;
  /** The URI where missing. */
  readonly to?: string;
  readonly headers?: HeaderList;
  readonly content?: Content;
  readonly routes?: readonly string[];
  readonly hops?: readonly Hop[];
  readonly hopTimeoutMs?: number;
  readonly digest?: DigestClient;
  /** The Contact field for a hop; none where missing. */
  readonly contact?: (hop: Hop) => string;
  /** What the requests of one registration have in common (RFC 3261 §10.2). */
  readonly series?: { readonly callId: string; readonly nextSequence: () => number };
}

export type RequestOutcome =
  /** `hop`: where the answer came from, with its connection. */
  | { readonly kind: 'answered'; readonly response: SipResponse; readonly hop: Hop }
  | { readonly kind: 'failed'; readonly reason: SendFailure };

/** Sends the request and gives its final response. */
export function requestOutside(
  context: AgentContext,
  parts: OutsideRequest,
): Promise<RequestOutcome> {
  return new Promise((resolve) => {
    new Sending(context, sendPartsOf(context, parts, resolve));
  });
}

function sendPartsOf(
  context: AgentContext,
  parts: OutsideRequest,
  resolve: (outcome: RequestOutcome) => void,
) {
  const { method, uri, routes = [], headers = [], content, contact } = parts;
  const callId = parts.series?.callId ?? randomHex(context.random, 16);
  const from = `${parts.from};tag=${randomHex(context.random, 8)}`;
  const own = [...headers];
  let sequence = 0;
  return {
    hops: async () => parts.hops ?? context.hopsOf(uriOf(routes[0] ?? uri)),
    build: (hop: Hop, cseq: number) =>
      buildRequest({
        method,
        uri,
        from,
        to: parts.to ?? `<${uri}>`,
        callId,
        sequence: cseq,
        headers: [
          ...routes.map((route) => ['Route', route] as const),
          ...(contact ? [['Contact', contact(hop)] as const] : []),
          ...own,
        ],
        ...(content ? { content } : {}),
      }),
    nextSequence: parts.series?.nextSequence ?? (() => ++sequence),
    digest: parts.digest,
    hopTimeoutMs: parts.hopTimeoutMs,
    onResponse: (response: SipResponse, { source }: ClientTransaction) => {
      if (response.status >= 200) resolve({ kind: 'answered', response, hop: source });
    },
    onFailure: (reason: SendFailure) => resolve({ kind: 'failed', reason }),
  };
}

/** The URI of a route, which stands in brackets. */
export function uriOf(route: string): string {
  return /^[^<]*<([^>]*)>/.exec(route)?.[1] ?? route;
}
