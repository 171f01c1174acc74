import type { ReceivedTrack, SentTrack } from './track.ts';

/**
 * Where the offer/answer exchange over one connection stands (the signaling states of RFC 8829 §3.2, with
 * the engine's share in them). While the engine works, nothing else is asked of it for this connection.
 */
export type NegotiationPhase =
  /** No transport: before the first offer, or after the loss of the last one. */
  | 'closed'
  /** The engine makes a transport of a first offer. */
  | 'opening'
  | 'stable'
  /** The engine has a later offer of the client's. */
  | 'taking'
  /** The engine makes an offer of ours, if there is anything to negotiate. */
  | 'preparing'
  /** Our offer is with the client. */
  | 'offered'
  /** The engine has the client's answer. */
  | 'settling';

export interface ClientAnswer {
  /** Names the frame, whose sender waits for what becomes of it. */
  readonly ticket: number;
  readonly transport: string;
  readonly revision: number;
  readonly sdp: string;
}

export interface ClientOffer extends ClientAnswer {
  readonly tracks: readonly SentTrack[];
}

export interface ServerOffer {
  readonly transport: string;
  readonly revision: number;
  readonly sdp: string;
  readonly tracks: readonly ReceivedTrack[];
}

export interface Negotiation {
  readonly phase: NegotiationPhase;
  readonly transport: string | null;
  /** Transports of before: nothing that names them counts any more. */
  readonly retired: readonly string[];
  readonly clientRevision: number;
  readonly serverRevision: number;
  /** What this client should receive has changed since we asked the engine for an offer. */
  readonly dirty: boolean;
  /** The client's frame that the engine works on. */
  readonly working: number | null;
  /** An offer that came while the engine was at work. */
  readonly held: ClientOffer | null;
  readonly offer: ServerOffer | null;
}

export type RestartReason = 'worker_lost' | 'transport_lost' | 'moved';

export type NegotiationInput =
  | { readonly type: 'client_offer'; readonly offer: ClientOffer }
  | { readonly type: 'client_answer'; readonly answer: ClientAnswer }
  /** The client lets its transport go and will offer another. */
  | { readonly type: 'client_restart' }
  /** Another WebSocket has taken the session over: what the last one may have missed is said again. */
  | { readonly type: 'reattached' }
  | { readonly type: 'changed' }
  | { readonly type: 'engine_answered'; readonly transport: string; readonly sdp: string }
  /** `offer` null: there was nothing to negotiate. */
  | {
      readonly type: 'engine_offered';
      readonly transport: string;
      readonly offer: Pick<ServerOffer, 'sdp' | 'tracks'> | null;
    }
  | { readonly type: 'engine_settled'; readonly transport: string }
  | { readonly type: 'engine_refused'; readonly transport: string; readonly cause: unknown }
  | { readonly type: 'lost'; readonly transport: string; readonly reason: RestartReason }
  | { readonly type: 'answer_overdue'; readonly transport: string; readonly revision: number };

export type NegotiationEffect =
  | { readonly do: 'open'; readonly offer: ClientOffer }
  | { readonly do: 'take'; readonly offer: ClientOffer }
  | { readonly do: 'prepare'; readonly transport: string }
  | { readonly do: 'settle'; readonly transport: string; readonly sdp: string }
  | { readonly do: 'close'; readonly transport: string }
  | {
      readonly do: 'send_answer';
      readonly transport: string;
      readonly revision: number;
      readonly sdp: string;
    }
  /** Its answer is awaited for a while; then `answer_overdue`. */
  | { readonly do: 'send_offer'; readonly offer: ServerOffer }
  | { readonly do: 'send_restart'; readonly reason: RestartReason }
  | { readonly do: 'done'; readonly ticket: number }
  /** `cause` absent: the frame was stale. */
  | { readonly do: 'refuse'; readonly ticket: number; readonly cause?: unknown };

export interface Negotiated {
  readonly state: Negotiation;
  readonly effects: readonly NegotiationEffect[];
}

export const NO_NEGOTIATION: Negotiation = {
  phase: 'closed',
  transport: null,
  retired: [],
  clientRevision: 0,
  serverRevision: 0,
  dirty: false,
  working: null,
  held: null,
  offer: null,
};
