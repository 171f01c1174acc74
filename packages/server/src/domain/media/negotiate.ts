import {
  type ClientAnswer,
  type ClientOffer,
  type Negotiated,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationInput,
  NO_NEGOTIATION,
  type RestartReason,
} from './negotiation.ts';

/** Transports that a session remembers to have replaced. */
const MAX_RETIRED = 32;
const NOTHING: readonly NegotiationEffect[] = [];

type InputOf<T extends NegotiationInput['type']> = Extract<NegotiationInput, { readonly type: T }>;

/**
 * What an input makes of a negotiation. Pure. One offer is under way at a time; what changes meanwhile
 * goes into the next one together. The server is the impolite peer (W3C WebRTC §10.7, "perfect
 * negotiation"): a client's offer that meets one of ours is stale, and the client rolls it back.
 */
export function negotiate(state: Negotiation, input: NegotiationInput): Negotiated {
  switch (input.type) {
    case 'client_offer':
      return onClientOffer(state, input.offer);
    case 'client_answer':
      return onClientAnswer(state, input.answer);
    case 'client_restart':
      return withdraw(state, null);
    case 'reattached':
      return state.phase === 'offered' && state.offer !== null
        ? { state, effects: [{ do: 'send_offer', offer: state.offer }] }
        : unchanged(state);
    case 'changed':
      return state.phase === 'stable'
        ? prepare(state)
        : { state: { ...state, dirty: true }, effects: [] };
    case 'lost':
      return input.transport === state.transport ? withdraw(state, input.reason) : unchanged(state);
    case 'answer_overdue':
      return isOutstanding(state, input) ? withdraw(state, 'transport_lost') : unchanged(state);
    default:
      return input.transport === state.transport ? onEngine(state, input) : unchanged(state);
  }
}

function onClientOffer(state: Negotiation, offer: ClientOffer): Negotiated {
  if (offer.transport !== state.transport) return open(state, offer);
  if (offer.revision <= state.clientRevision) return stale(state, offer);
  switch (state.phase) {
    case 'stable':
      return take(state, offer);
    case 'offered':
    case 'closed':
      return stale(state, offer);
    case 'opening':
    case 'taking':
    case 'preparing':
    case 'settling':
      return state.held === null
        ? { state: { ...state, held: offer }, effects: NOTHING }
        : stale(state, offer);
    default:
      return state.phase satisfies never;
  }
}

/** A first offer over a new transport replaces whatever was there. */
function open(state: Negotiation, offer: ClientOffer): Negotiated {
  if (state.retired.includes(offer.transport)) return overtaken(state, offer);
  const before = withdraw(state, null);
  const opened: Negotiation = {
    ...NO_NEGOTIATION,
    retired: before.state.retired,
    phase: 'opening',
    transport: offer.transport,
    clientRevision: offer.revision,
    // Whatever the others send is new to it.
    dirty: true,
    working: offer.ticket,
  };
  return { state: opened, effects: [...before.effects, { do: 'open', offer }] };
}

/** A client that still offers over a transport of before has missed its loss, if no other has replaced it. */
function overtaken(state: Negotiation, offer: ClientOffer): Negotiated {
  const { effects } = stale(state, offer);
  if (state.phase !== 'closed') return { state, effects };
  return { state, effects: [...effects, { do: 'send_restart', reason: 'transport_lost' }] };
}

function take(state: Negotiation, offer: ClientOffer): Negotiated {
  return {
    state: {
      ...state,
      phase: 'taking',
      clientRevision: offer.revision,
      working: offer.ticket,
      held: null,
    },
    effects: [{ do: 'take', offer }],
  };
}

function onClientAnswer(state: Negotiation, answer: ClientAnswer): Negotiated {
  if (!isOutstanding(state, answer)) return stale(state, answer);
  const { transport, sdp, ticket } = answer;
  return {
    state: { ...state, phase: 'settling', working: ticket, offer: null },
    effects: [{ do: 'settle', transport, sdp }],
  };
}

type EngineInput = InputOf<
  'engine_answered' | 'engine_offered' | 'engine_settled' | 'engine_refused'
>;

function onEngine(state: Negotiation, input: EngineInput): Negotiated {
  const { phase } = state;
  switch (input.type) {
    case 'engine_answered':
      return phase === 'opening' || phase === 'taking' ? answered(state, input) : unchanged(state);
    case 'engine_offered':
      if (phase !== 'preparing') return unchanged(state);
      return input.offer === null
        ? goOn(state, NOTHING)
        : offered(state, input.transport, input.offer);
    case 'engine_settled':
      return phase === 'settling' ? goOn(idle(state), doneWith(state)) : unchanged(state);
    case 'engine_refused':
      return refused(state, input.cause);
    default:
      return input satisfies never;
  }
}

function answered(state: Negotiation, { transport, sdp }: InputOf<'engine_answered'>): Negotiated {
  const { clientRevision: revision } = state;
  const answer: NegotiationEffect = { do: 'send_answer', transport, revision, sdp };
  return goOn(idle(state), [answer, ...doneWith(state)]);
}

function offered(
  state: Negotiation,
  transport: string,
  { sdp, tracks }: NonNullable<InputOf<'engine_offered'>['offer']>,
): Negotiated {
  const revision = state.serverRevision + 1;
  const offer = { transport, revision, sdp, tracks };
  const { held } = state;
  return {
    state: { ...state, phase: 'offered', serverRevision: revision, held: null, offer },
    effects: [{ do: 'send_offer', offer }, ...(held === null ? [] : [refusal(held.ticket)])],
  };
}

/** What the engine refuses changes nothing there, but a first offer makes no transport. */
function refused(state: Negotiation, cause: unknown): Negotiated {
  switch (state.phase) {
    case 'taking':
      return goOn(idle(state), failed(state, cause));
    case 'preparing':
      return goOn(state, NOTHING);
    case 'opening': {
      const { state: closed, effects } = withdraw(idle(state), null);
      return { state: closed, effects: [...failed(state, cause), ...effects] };
    }
    case 'settling': {
      // The two ends no longer agree on what the connection carries.
      const { state: closed, effects } = withdraw(idle(state), 'transport_lost');
      return { state: closed, effects: [...failed(state, cause), ...effects] };
    }
    case 'closed':
    case 'stable':
    case 'offered':
      return unchanged(state);
    default:
      return state.phase satisfies never;
  }
}

/** The engine is free again: the client's waiting offer first, then what has changed meanwhile. */
function goOn(state: Negotiation, effects: readonly NegotiationEffect[]): Negotiated {
  const { held } = state;
  const next =
    held !== null
      ? take(state, held)
      : state.dirty
        ? prepare(state)
        : { state: { ...state, phase: 'stable' } as const, effects: NOTHING };
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function prepare(state: Negotiation): Negotiated {
  if (state.transport === null) return unchanged(state);
  return {
    state: { ...state, phase: 'preparing', dirty: false },
    effects: [{ do: 'prepare', transport: state.transport }],
  };
}

/** Lets the transport go; whoever waits for an answer about it gets none. */
function withdraw(state: Negotiation, reason: RestartReason | null): Negotiated {
  const { transport } = state;
  if (transport === null) return unchanged(state);
  const waiting = [state.working, state.held?.ticket ?? null].filter((ticket) => ticket !== null);
  const effects: NegotiationEffect[] = [{ do: 'close', transport }, ...waiting.map(refusal)];
  if (reason !== null) effects.push({ do: 'send_restart', reason });
  const retired = [...state.retired, transport].slice(-MAX_RETIRED);
  return { state: { ...NO_NEGOTIATION, retired }, effects };
}

function isOutstanding(
  { phase, transport, serverRevision }: Negotiation,
  about: { readonly transport: string; readonly revision: number },
): boolean {
  return phase === 'offered' && about.transport === transport && about.revision === serverRevision;
}

function idle(state: Negotiation): Negotiation {
  return { ...state, working: null };
}

function doneWith({ working }: Negotiation): readonly NegotiationEffect[] {
  return working === null ? NOTHING : [{ do: 'done', ticket: working }];
}

function failed({ working }: Negotiation, cause: unknown): readonly NegotiationEffect[] {
  return working === null ? NOTHING : [{ do: 'refuse', ticket: working, cause }];
}

function stale(state: Negotiation, { ticket }: ClientAnswer): Negotiated {
  return { state, effects: [refusal(ticket)] };
}

function refusal(ticket: number): NegotiationEffect {
  return { do: 'refuse', ticket };
}

function unchanged(state: Negotiation): Negotiated {
  return { state, effects: NOTHING };
}
