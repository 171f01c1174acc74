import type { ErrorCode } from '../../kernel/index.ts';
import type { Call } from './call.ts';

export type CallEventType =
  | 'call.created'
  | 'call.accepted'
  | 'call.declined'
  | 'call.left'
  | 'call.invited'
  | 'call.held'
  | 'call.resumed'
  | 'call.media_moved'
  | 'call.busy'
  | 'call.no_answer'
  | 'call.failed'
  | 'call.attached'
  | 'call.transferred'
  | 'call.joined'
  | 'call.phone_replaced'
  | 'call.dtmf'
  | 'call.ended';

export interface CallEvent {
  readonly type: CallEventType;
  /** Whom it is about, where not everybody. */
  readonly userIds?: readonly string[];
  /** Of `call.dtmf`. */
  readonly digits?: string;
  /** Of `call.transferred` into another call. */
  readonly toCallId?: string;
  /** Of `call.joined`: the call that they come from, and as whom they are here by whom they were there. */
  readonly from?: { readonly callId: string; readonly names: Readonly<Record<string, string>> };
}

export interface Changed {
  readonly ok: true;
  readonly call: Call;
  /** Empty: the command asks for what is so already, and nothing is to be stored. */
  readonly events: readonly CallEvent[];
}

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export type Outcome = Changed | Refusal;

export function refuse(code: ErrorCode, params: Refusal['params'] = {}): Refusal {
  return { ok: false, code, params };
}

export function unchanged(call: Call): Changed {
  return { ok: true, call, events: [] };
}
