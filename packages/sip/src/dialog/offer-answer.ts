/**
 * Where an exchange of session descriptions stands (RFC 3264 §4, RFC 6337 §2). `stable`: both ends know what holds.
 */
export type ExchangeState = 'stable' | 'offer-sent' | 'offer-received';

export type ExchangeInput =
  | 'send-offer'
  | 'receive-offer'
  | 'send-answer'
  | 'receive-answer'
  /** The request that carried the offer was refused: what held before holds again (RFC 3261 §14.1). */
  | 'rejected';

/** Why a description may not be sent, or what its sender is told. */
export type ExchangeFault =
  /** An offer crosses ours: 491 (RFC 3261 §14.2, RFC 3311 §5.2). */
  | 'glare'
  /** A second offer before the first is answered: 500 with Retry-After (RFC 3311 §5.2). */
  | 'offer-unanswered'
  /** An answer to nothing; it is ignored or not sent. */
  | 'no-offer';

export type ExchangeStep =
  | { readonly ok: true; readonly state: ExchangeState }
  | { readonly ok: false; readonly fault: ExchangeFault };

const to = (state: ExchangeState): ExchangeStep => ({ ok: true, state });
const fault = (name: ExchangeFault): ExchangeStep => ({ ok: false, fault: name });

const steps: Readonly<Record<ExchangeState, Readonly<Record<ExchangeInput, ExchangeStep>>>> = {
  stable: {
    'send-offer': to('offer-sent'),
    'receive-offer': to('offer-received'),
    'send-answer': fault('no-offer'),
    'receive-answer': fault('no-offer'),
    rejected: to('stable'),
  },
  'offer-sent': {
    'send-offer': fault('offer-unanswered'),
    'receive-offer': fault('glare'),
    'send-answer': fault('no-offer'),
    'receive-answer': to('stable'),
    rejected: to('stable'),
  },
  'offer-received': {
    'send-offer': fault('offer-unanswered'),
    'receive-offer': fault('offer-unanswered'),
    'send-answer': to('stable'),
    'receive-answer': fault('no-offer'),
    rejected: to('stable'),
  },
};

/** One step of the exchange. */
export function exchange(state: ExchangeState, input: ExchangeInput): ExchangeStep {
  return steps[state][input];
}

/** A message that may carry a session description. */
export type Bearer =
  | { readonly kind: 'request'; readonly method: 'INVITE' | 'UPDATE' | 'PRACK' | 'ACK' }
  | {
      readonly kind: 'response';
      readonly to: 'INVITE' | 'UPDATE' | 'PRACK';
      readonly status: number;
      /** Whether the response is a 2xx or goes reliably (RFC 3262). */
      readonly reliable: boolean;
    };

/**
 * What a description in such a message is, as RFC 6337 §2.2's table of patterns has it: with the delayed offer a
 * reliable response to an INVITE offers and the ACK or PRACK answers. `preview`: in an unreliable provisional
 * response it only shows the answer that will come (RFC 3261 §13.2.1). `ignored` where none may stand.
 */
export function meaningOf(
  state: ExchangeState,
  bearer: Bearer,
): 'offer' | 'answer' | 'preview' | 'ignored' {
  const isAsked = state !== 'stable';
  if (bearer.kind === 'request') {
    if (bearer.method === 'ACK') return isAsked ? 'answer' : 'ignored';
    if (bearer.method === 'PRACK') return isAsked ? 'answer' : 'offer';
    return 'offer';
  }
  if (bearer.status >= 300) return 'ignored';
  if (!bearer.reliable) return isAsked && bearer.to === 'INVITE' ? 'preview' : 'ignored';
  if (isAsked) return 'answer';
  return bearer.to === 'INVITE' ? 'offer' : 'ignored';
}
