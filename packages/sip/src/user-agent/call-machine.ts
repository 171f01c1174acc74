/**
 * The life of a call seen from one end (RFC 3261 §13, §15). Outgoing calls begin in `calling`, incoming ones in
 * `offered`; both meet in `established`.
 */
export type CallState =
  /** Outgoing: the INVITE is out, no dialog yet. */
  | 'calling'
  /** Outgoing: at least one early dialog. */
  | 'proceeding'
  /** Outgoing: this end gave up before a final response; its CANCEL is out or waits for a provisional one. */
  | 'cancelling'
  /** Incoming: the INVITE is here and has had no answer but a 100. */
  | 'offered'
  /** Incoming: a provisional response with a tag went out. */
  | 'alerting'
  /** Incoming: the 2xx went out, its ACK is not here yet. */
  | 'answered'
  /** Incoming: this end hung up before the ACK; its BYE has to wait for it (§15). */
  | 'closing'
  | 'established'
  /** The BYE is out. */
  | 'ending'
  | 'ended';

export type CallInput =
  /** A provisional response that makes a dialog came, or goes. */
  | 'provisional'
  /** Outgoing: a 2xx came. */
  | 'success'
  /** Outgoing: another final response came, or none will. */
  | 'failure'
  /** Incoming: the 2xx goes. */
  | 'accept'
  /** Incoming: another final response is to go. */
  | 'refuse'
  /** Incoming: the peer's CANCEL. */
  | 'cancelled'
  | 'ack'
  | 'unacknowledged'
  /** This end wants no more of it. */
  | 'end'
  /** The peer's BYE. */
  | 'bye'
  /** The peer no longer knows the dialog, or let the session expire. */
  | 'lost'
  | 'bye-answered';

export type CallEffect =
  | 'send-cancel'
  | 'send-ack'
  | 'send-bye'
  /** The final response of an INVITE that is still open. */
  | 'refuse-invite'
  /** The call is over for its user. */
  | 'tell-ended'
  /** Nothing of it is needed any more. */
  | 'release';

export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

const to = (state: CallState, ...effects: readonly CallEffect[]): CallStep => ({ state, effects });
const over: readonly CallEffect[] = ['tell-ended', 'release'];
type Row = Partial<Record<CallInput, CallStep>>;

const alerting: Row = {
  provisional: to('alerting'),
  accept: to('answered'),
  refuse: to('ended', 'refuse-invite', ...over),
  end: to('ended', 'refuse-invite', ...over),
  cancelled: to('ended', 'refuse-invite', ...over),
  // A caller may leave an early dialog by BYE (§15); the INVITE still needs its 487.
  bye: to('ended', 'refuse-invite', ...over),
  lost: to('ended', 'refuse-invite', ...over),
};

const table: Readonly<Record<CallState, Row>> = {
  calling: {
    provisional: to('proceeding'),
    success: to('established', 'send-ack'),
    failure: to('ended', ...over),
    end: to('cancelling', 'send-cancel'),
  },
  proceeding: {
    provisional: to('proceeding'),
    success: to('established', 'send-ack'),
    failure: to('ended', ...over),
    end: to('cancelling', 'send-cancel'),
  },
  cancelling: {
    provisional: to('cancelling'),
    // The 2xx crossed the CANCEL: the call stands and is ended as one (§9.1, §15).
    success: to('ending', 'send-ack', 'send-bye', 'tell-ended'),
    failure: to('ended', ...over),
  },
  offered: alerting,
  alerting,
  answered: {
    ack: to('established'),
    unacknowledged: to('ending', 'send-bye', 'tell-ended'),
    end: to('closing', 'tell-ended'),
    bye: to('ended', ...over),
    lost: to('ending', 'send-bye', 'tell-ended'),
  },
  closing: {
    ack: to('ending', 'send-bye'),
    unacknowledged: to('ending', 'send-bye'),
    bye: to('ended', 'release'),
  },
  established: {
    end: to('ending', 'send-bye', 'tell-ended'),
    bye: to('ended', ...over),
    lost: to('ending', 'send-bye', 'tell-ended'),
  },
  ending: { 'bye-answered': to('ended', 'release'), bye: to('ended', 'release') },
  ended: {},
};

/** One step; `undefined` where the input has no meaning in that state, and nothing happens. */
export function callStep(state: CallState, input: CallInput): CallStep | undefined {
  return table[state][input];
}
