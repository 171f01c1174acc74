import {
  AppError,
  holds,
  newId,
  type Page,
  type PageRequest,
  type Scope,
} from '../../kernel/index.ts';
import type {
  AlsoCommit,
  Calls,
  CreateCallInput,
  EventPage,
  PhoneCalls,
  PhonePart,
} from './api.ts';
import type { Call } from './call.ts';
import { commander } from './call-access.ts';
import { CallEngine, type CallEngineOptions } from './call-engine.ts';
import { SIGNAL_EVENT, streamOf } from './call-event.ts';
import type { CallCommand, LegFailure } from './command.ts';
import { createCall } from './create-call.ts';
import { Invitees } from './invitees.ts';
import { memberIdOf } from './members.ts';
import { parseMetadata } from './metadata.ts';
import type { Participants } from './ports.ts';

export interface CallServiceOptions extends CallEngineOptions {
  readonly participants: Participants;
  /** Active calls that one user may have made; keys are not limited. 20 when absent. */
  readonly maxActivePerUser?: number;
}

const DEFAULT_TIMEOUT_S = 45;
const DEFAULT_MAX_ACTIVE_PER_USER = 20;
/** More active calls than one person takes part in. */
const ACTIVE_PAGE: PageRequest = { limit: 200 };

type Answer = Extract<CallCommand['type'], 'decline' | 'leave' | 'hold' | 'resume'>;

export class CallService implements Calls, PhoneCalls {
  readonly #options: CallServiceOptions;
  readonly #engine: CallEngine;
  readonly #invitees: Invitees;

  constructor(options: CallServiceOptions) {
    this.#options = options;
    this.#engine = new CallEngine(options);
    this.#invitees = new Invitees(options);
  }

  /** Takes up the active calls of before: what is overdue happens now. */
  start(): Promise<void> {
    return this.#engine.start();
  }

  stop(): void {
    this.#engine.stop();
  }

  async create(scope: Scope, input: CreateCallInput, alsoCommit?: AlsoCommit): Promise<Call> {
    const { org, principal } = scope;
    const metadata = parseMetadata(input.metadata);
    const createdBy = memberIdOf(principal);
    const callerId = input.caller ?? createdBy;
    if (callerId !== createdBy) await this.#requireOnBehalf(scope, callerId);
    this.#requireCapacity(org, callerId);
    const { active } = this.#engine;
    active.enter(org, callerId);
    try {
      const invitees = await this.#invitees.resolve(scope, input.participants, [callerId], {
        insideOnly: input.insideOnly === true,
      });
      if (invitees.some(({ userId }) => userId === callerId)) {
        throw new AppError('participant_is_caller', { params: { participant: callerId } });
      }
      const nowMs = this.#options.clock.nowMs();
      const timeoutS = input.timeoutS ?? DEFAULT_TIMEOUT_S;
      const ids = { id: newId('call', nowMs), callerLegId: newId('leg', nowMs) };
      const { callType, callerKind = 'webrtc' } = input;
      const made = createCall(
        { ...ids, org, callerId, callerKind, createdBy, callType, metadata, timeoutS, invitees },
        nowMs,
      );
      return await this.#engine.commit(scope, made, alsoCommit?.(made.call), metadata);
    } finally {
      active.leave(org, callerId);
    }
  }

  accept(scope: Scope, id: string, device?: string): Promise<Call> {
    return this.#engine.command(scope, id, 'accept', (call) => ({
      type: 'accept',
      by: participant(call, scope),
      device,
    }));
  }

  decline(scope: Scope, id: string): Promise<Call> {
    return this.#byMember(scope, id, 'decline');
  }

  leave(scope: Scope, id: string): Promise<Call> {
    return this.#byMember(scope, id, 'leave');
  }

  hold(scope: Scope, id: string): Promise<Call> {
    return this.#byMember(scope, id, 'hold');
  }

  resume(scope: Scope, id: string): Promise<Call> {
    return this.#byMember(scope, id, 'resume');
  }

  end(scope: Scope, id: string): Promise<Call> {
    return this.#engine.command(scope, id, 'end', (call) => ({
      type: 'end',
      by: commander(call, scope),
    }));
  }

  async invite(
    scope: Scope,
    id: string,
    participants: readonly string[],
    alsoCommit?: AlsoCommit,
  ): Promise<Call> {
    const call = await this.#engine.load(scope, id, 'invite');
    const rungBy = new Set([call.callerId, commander(call, scope) ?? call.callerId]);
    const invitees = await this.#invitees.resolve(scope, participants, [...rungBy]);
    const command = (current: Call): CallCommand => ({
      type: 'invite',
      by: commander(current, scope),
      invitees,
    });
    return this.#engine.command(scope, id, 'invite', command, alsoCommit);
  }

  transfer(scope: Scope, id: string, to: string, alsoCommit?: AlsoCommit): Promise<Call> {
    return this.#transfer(scope, id, to, (call) => participant(call, scope), alsoCommit);
  }

  join(scope: Scope, id: string, intoId: string, alsoCommit?: AlsoCommit): Promise<Call> {
    const by = (from: Call, into: Call) => ({
      from: participant(from, scope),
      into: participant(into, scope),
    });
    return this.#engine.join(scope, { from: id, into: intoId }, by, alsoCommit);
  }

  joinByPhone(scope: Scope, from: PhonePart, into: PhonePart): Promise<Call> {
    const by = { from: from.member, into: into.member };
    return this.#engine.join(scope, { from: from.callId, into: into.callId }, () => by);
  }

  replacePhone(scope: Scope, id: string, member: string, device: string): Promise<Call> {
    const command: CallCommand = { type: 'replace_phone', by: member, device };
    return this.#engine.command(scope, id, 'transfer', () => command);
  }

  dtmf(scope: Scope, id: string, digits: string): Promise<Call> {
    return this.#dial(scope, id, digits, (call) => participant(call, scope));
  }

  answerByPhone(scope: Scope, id: string, member: string, device: string): Promise<Call> {
    const command: CallCommand = { type: 'accept', by: member, device, phone: true };
    return this.#engine.command(scope, id, 'accept', () => command);
  }

  attachPhone(scope: Scope, id: string): Promise<Call> {
    return this.#engine.command(scope, id, 'attach', (call) => ({
      type: 'attach',
      by: call.callerId,
    }));
  }

  failLeg(scope: Scope, id: string, member: string, failure: LegFailure): Promise<Call> {
    return this.#engine.command(scope, id, 'fail', () => ({ type: 'fail', by: member, failure }));
  }

  hangUpPhone(scope: Scope, id: string, member: string): Promise<Call> {
    return this.#engine.command(scope, id, 'end', () => ({ type: 'end', by: member }));
  }

  holdByPhone(scope: Scope, id: string, member: string, held: boolean): Promise<Call> {
    const type = held ? 'hold' : 'resume';
    return this.#engine.command(scope, id, type, () => ({ type, by: member }));
  }

  transferByPhone(scope: Scope, id: string, member: string, to: string): Promise<Call> {
    return this.#transfer(scope, id, to, () => member);
  }

  dialByPhone(scope: Scope, id: string, member: string, digits: string): Promise<Call> {
    return this.#dial(scope, id, digits, () => member);
  }

  get(scope: Scope, id: string): Promise<Call> {
    return this.#engine.load(scope, id, 'read');
  }

  async list(scope: Scope, state: 'active' | 'ended', page: PageRequest): Promise<Page<Call>> {
    const memberId = memberIdOf(scope.principal);
    const found = await this.#options.calls.list(scope.org, { memberId, state }, page);
    const nowMs = this.#options.clock.nowMs();
    for (const call of found.items) this.#engine.active.touch(call.id, nowMs);
    return found;
  }

  async events(
    scope: Scope,
    id: string,
    query: { readonly after: number; readonly limit: number },
  ): Promise<EventPage> {
    await this.#engine.load(scope, id, 'events');
    const { after, limit } = query;
    const read = await this.#options.eventLog.readStream(scope.org, streamOf(id), {
      after,
      limit: limit + 1,
    });
    const events = read.slice(0, limit);
    const next = read.length > limit ? (events.at(-1)?.seq ?? null) : null;
    return {
      items: events.map((event) =>
        event.type === SIGNAL_EVENT ? { ...event, personal: {} } : event,
      ),
      next,
    };
  }

  async activeOf(org: string, userId: string): Promise<readonly Call[]> {
    const filter = { memberId: userId, state: 'active' } as const;
    return (await this.#options.calls.list(org, filter, ACTIVE_PAGE)).items;
  }

  between<T>(scope: Scope, id: string, task: (call: Call) => T): Promise<T> {
    return this.#engine.between(scope, id, task);
  }

  #byMember(scope: Scope, id: string, type: Answer): Promise<Call> {
    return this.#engine.command(scope, id, type, (call) => ({
      type,
      by: participant(call, scope),
    }));
  }

  /** @param who whose place it is */
  async #transfer(
    scope: Scope,
    id: string,
    to: string,
    who: (call: Call) => string,
    alsoCommit?: AlsoCommit,
  ): Promise<Call> {
    const call = await this.#engine.load(scope, id, 'transfer');
    const invitees = await this.#invitees.resolve(scope, [to], [call.callerId, who(call)]);
    const command = (current: Call): CallCommand => {
      const by = who(current);
      return { type: 'invite', by, invitees, transferredBy: by };
    };
    return this.#engine.command(scope, id, 'transfer', command, alsoCommit);
  }

  /** @param who who has dialled */
  #dial(scope: Scope, id: string, digits: string, who: (call: Call) => string): Promise<Call> {
    return this.#engine.command(scope, id, 'dtmf', (call) => {
      return { type: 'dtmf', by: who(call), digits };
    });
  }

  async #requireOnBehalf(scope: Scope, callerId: string): Promise<void> {
    if (!holds(scope.principal, 'calls:on_behalf')) {
      throw new AppError('on_behalf_refused', { params: { caller: callerId } });
    }
    await this.#invitees.requireUser(scope.org, callerId);
  }

  #requireCapacity(org: string, callerId: string): void {
    const limit = this.#options.maxActivePerUser ?? DEFAULT_MAX_ACTIVE_PER_USER;
    if (!/^(?:key|trunk):/.test(callerId) && this.#engine.active.countOf(org, callerId) >= limit) {
      throw new AppError('call_limit_reached', { params: { limit } });
    }
  }
}

/** An administrator may end other people's calls, not take part in them. @throws AppError `forbidden`. */
function participant(call: Call, scope: Scope): string {
  const by = commander(call, scope);
  if (by === null) throw new AppError('forbidden');
  return by;
}
