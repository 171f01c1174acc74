import type { DigestClient } from '../auth/client.ts';
import { type SessionTimerWish, sessionTimerHeaders } from '../dialog/session-timer.ts';
import type { Hop } from '../hop.ts';
import { buildRequest } from '../message/build.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipRequest } from '../message/message.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import { sessionType } from './offer-exchange.ts';
import { abilities } from './reply.ts';

export interface OutgoingCallOptions {
  /** `sip:`, `sips:` or `tel:` (with `hops` or `routes`). */
  readonly uri: string;
  /** `"Name" <uri>` without a tag. */
  readonly from: string;
  /** The address in To; the URI where missing. */
  readonly to?: string;
  /** The offer; without one the peer makes it in its 2xx, which comes by `onOffer`. */
  readonly description?: Uint8Array;
  /** Further fields: P-Asserted-Identity, Replaces, X-…. */
  readonly headers?: HeaderList;
  /** Proxies to go through, nearest first, each with brackets (`<sip:proxy;lr>`): an outbound proxy, a registered Path. */
  readonly routes?: readonly string[];
  /** Where to send to in place of what the routes or the URI say. A hop with a flow is the only way to its peer. */
  readonly hops?: readonly Hop[];
  /** A hop that is silent so long is left for the next, or given up. 32 s where missing. */
  readonly hopTimeoutMs?: number;
  readonly digest?: DigestClient;
  /** One less than that of the call that this one goes on for, so that calls in a circle end; 70 where missing. */
  readonly maxForwards?: number;
  readonly contactUser?: string;
}

/** What stays the same over all INVITEs of one call. */
export interface InviteNames {
  readonly callId: string;
  /** With its tag. */
  readonly from: string;
  readonly to: string;
}

export function namesOf({ from, to, uri }: OutgoingCallOptions, random: RandomBytes): InviteNames {
  return {
    callId: randomHex(random, 16),
    from: `${from};tag=${randomHex(random, 8)}`,
    to: to ?? `<${uri}>`,
  };
}

/** The INVITE of a call for one hop. */
export function inviteOf(
  { callId, from, to }: InviteNames,
  { routes = [], headers = [], description, maxForwards }: OutgoingCallOptions,
  now: {
    readonly uri: string;
    readonly sequence: number;
    readonly contact: string;
    readonly wish: SessionTimerWish;
  },
): SipRequest {
  const invite = buildRequest({
    method: 'INVITE',
    uri: now.uri,
    from,
    to,
    callId,
    sequence: now.sequence,
    headers: [
      ...routes.map((route) => ['Route', route] as const),
      ['Contact', now.contact],
      ...abilities,
      ...sessionTimerHeaders(now.wish),
      ...headers,
    ],
    ...(description ? { content: { type: sessionType, bytes: description } } : {}),
  });
  if (maxForwards !== undefined) invite.headers.set('Max-Forwards', String(maxForwards));
  return invite;
}
