import type { Page, PageRequest, RecordedEvent, Scope, Write } from '../../kernel/index.ts';
import type { Call, CallType } from './call.ts';
import type { LegFailure } from './command.ts';

export interface CreateCallInput {
  /** User ids, extensions, `sip:` or `tel:` URIs, as the caller wrote them. */
  readonly participants: readonly string[];
  readonly callType: CallType;
  /** At most 4 KiB as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Seconds of ringing. */
  readonly timeoutS?: number;
  /** A user for whom a key or administrator with `calls:on_behalf` calls. */
  readonly caller?: string;
  /** `sip`: the caller's sound comes by a phone. */
  readonly callerKind?: 'webrtc' | 'sip';
  /** For calls that come from outside: whatever their key holds, nobody outside is called, and is `participant_unknown`. */
  readonly insideOnly?: boolean;
}

export interface EventPage {
  readonly items: readonly RecordedEvent[];
  /** `after` of the next page; null on the last. */
  readonly next: number | null;
}

/** Writes that must be durable with the call’s new state, or not at all (an idempotency receipt). */
export type AlsoCommit = (call: Call) => readonly Write[];

/**
 * Everything one may do with calls. Every method may throw AppError `call_not_found` for who is neither a
 * member, nor the key that made the call, nor holds `voip:admin`; commands `call_ended` and
 * `call_state_conflict` for what the call's state does not allow.
 */
export interface Calls {
  /**
   * @throws AppError `participant_unknown` | `participant_is_caller` | `participant_blocked` |
   * `external_calls_refused` | `on_behalf_refused` | `call_limit_reached` | `validation_failed`.
   */
  create(scope: Scope, input: CreateCallInput, alsoCommit?: AlsoCommit): Promise<Call>;
  /**
   * @param device which of the member's devices answers, as it calls itself.
   * @throws AppError `answered_elsewhere` when another device of the member has answered.
   */
  accept(scope: Scope, id: string, device?: string): Promise<Call>;
  decline(scope: Scope, id: string): Promise<Call>;
  /** The caller ends it for all; a callee takes only himself out. On an ended call it answers that call. */
  end(scope: Scope, id: string): Promise<Call>;
  leave(scope: Scope, id: string): Promise<Call>;
  hold(scope: Scope, id: string): Promise<Call>;
  resume(scope: Scope, id: string): Promise<Call>;
  /** @throws as `create`, and AppError `participant_exists` | `too_many_participants`. */
  invite(
    scope: Scope,
    id: string,
    participants: readonly string[],
    alsoCommit?: AlsoCommit,
  ): Promise<Call>;
  /**
   * Rings `to` in the place of who asks, who stays in the call until it is answered.
   * @throws as `invite`
   */
  transfer(scope: Scope, id: string, to: string, alsoCommit?: AlsoCommit): Promise<Call>;
  /**
   * Joins the others of two calls of who asks, who leaves both: the first ends, its others go on in the second.
   * @returns the second. @throws AppError `participant_exists` | `too_many_participants`
   */
  join(scope: Scope, id: string, intoId: string, alsoCommit?: AlsoCommit): Promise<Call>;
  /** Tells the others in the call what was dialled; phones among them hear it (RFC 4733). */
  dtmf(scope: Scope, id: string, digits: string): Promise<Call>;
  get(scope: Scope, id: string): Promise<Call>;
  /** Those the principal is a member of, newest first. */
  list(scope: Scope, state: 'active' | 'ended', page: PageRequest): Promise<Page<Call>>;
  /**
   * The call's raw events with `seq > after`, in order. Signaling messages are among them without their
   * payloads, which are their recipients' only.
   */
  events(
    scope: Scope,
    id: string,
    query: { readonly after: number; readonly limit: number },
  ): Promise<EventPage>;
  /** The user's active calls: the channels that a connection follows from its start. */
  activeOf(org: string, userId: string): Promise<readonly Call[]>;
}

/** What signaling needs of calls. */
export interface CallMailboxes {
  get(scope: Scope, id: string): Promise<Call>;
  /**
   * Runs `post` between two commands of the call, which is active then. A commit begun in it comes before
   * that of the call's end, which erases the messages' payloads.
   * @throws AppError `call_not_found` | `call_ended`.
   */
  between<T>(scope: Scope, id: string, post: (call: Call) => T): Promise<T>;
}

/** A member's part in a call. */
export interface PhonePart {
  readonly callId: string;
  readonly member: string;
}

/**
 * What the SIP gateway does with calls, for a member whom it has authenticated or rung itself: `scope` says as whom, `member`
 * whose part in the call it is.
 */
export interface PhoneCalls {
  get(scope: Scope, id: string): Promise<Call>;
  create(scope: Scope, input: CreateCallInput): Promise<Call>;
  /** @param device `dev_…`, or the trunk. @throws AppError as `Calls.accept` */
  answerByPhone(scope: Scope, id: string, member: string, device: string): Promise<Call>;
  /** The caller's sound comes by a phone from now on. @throws AppError `call_state_conflict` when it does already */
  attachPhone(scope: Scope, id: string): Promise<Call>;
  failLeg(scope: Scope, id: string, member: string, failure: LegFailure): Promise<Call>;
  hangUpPhone(scope: Scope, id: string, member: string): Promise<Call>;
  holdByPhone(scope: Scope, id: string, member: string, held: boolean): Promise<Call>;
  /** @throws as `Calls.transfer` */
  transferByPhone(scope: Scope, id: string, member: string, to: string): Promise<Call>;
  /** @throws as `Calls.join` */
  joinByPhone(scope: Scope, from: PhonePart, into: PhonePart): Promise<Call>;
  /** Another phone of the member's goes on in the place of his. */
  replacePhone(scope: Scope, id: string, member: string, device: string): Promise<Call>;
  dialByPhone(scope: Scope, id: string, member: string, digits: string): Promise<Call>;
}
