import {
  AppError,
  type Clock,
  DueTimers,
  type EventLog,
  type Journal,
  type JsonObject,
  KeyedQueue,
  type Logger,
  retryOnConflict,
  type Scope,
  systemScope,
  VersionConflict,
  type Write,
} from '../../kernel/index.ts';
import { AuditTrail } from '../audit/index.ts';
import { ActiveCalls } from './active-calls.ts';
import type { AlsoCommit } from './api.ts';
import type { Call } from './call.ts';
import { requireReader } from './call-access.ts';
import { SIGNAL_EVENT, streamOf, toNewEvents } from './call-event.ts';
import type { CallCommand } from './command.ts';
import { IdleSweep } from './idle-sweep.ts';
import { type Joining, join } from './joining.ts';
import { logState } from './log-state.ts';
import type { Changed } from './outcome.ts';
import type { CallRepository, Connectivity } from './ports.ts';
import { nextRingTimeoutMs } from './ringing.ts';
import { transition } from './transitions.ts';

export interface CallEngineOptions {
  readonly calls: CallRepository;
  readonly connectivity: Connectivity;
  readonly journal: Journal;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Seconds after which a call without a connected member ends as `timeout`. */
  readonly idleS: number;
}

/** When a timer's command could not be committed, it is tried again this much later. */
const RETRY_MS = 1000;
const NO_METADATA: JsonObject = {};

/** Makes a call's command of what the call is: who commands it may depend on its members. */
export type CommandFor = (call: Call) => CallCommand;

/** Loads, decides, commits; follows active calls with their timers. */
export class CallEngine {
  readonly active = new ActiveCalls();
  readonly #options: CallEngineOptions;
  readonly #queue = new KeyedQueue();
  readonly #trail: AuditTrail;
  readonly #ringTimers: DueTimers;
  readonly #idleSweep: IdleSweep;

  constructor(options: CallEngineOptions) {
    this.#options = options;
    const { clock, connectivity, idleS } = options;
    this.#trail = new AuditTrail(options.journal, options.logger);
    this.#ringTimers = new DueTimers(clock);
    this.#idleSweep = new IdleSweep({
      clock,
      connectivity,
      active: this.active,
      idleMs: idleS * 1000,
      onIdle: (org, id) => {
        void this.#byItself(org, id, { type: 'idle_timeout' });
      },
    });
  }

  /** Takes up the active calls of before: what is overdue happens now. */
  async start(): Promise<void> {
    for (const call of await this.#options.calls.listAllActive()) this.#follow(call, true);
    this.#idleSweep.start();
  }

  stop(): void {
    this.#idleSweep.stop();
    this.#ringTimers.stop();
  }

  /** @throws AppError `call_not_found`. */
  async load(scope: Scope, id: string, action: string): Promise<Call> {
    const call = await this.#options.calls.find(scope.org, id);
    if (call === undefined) throw new AppError('call_not_found');
    requireReader(this.#trail, scope, call, action);
    this.active.touch(id, this.#options.clock.nowMs());
    return call;
  }

  command(
    scope: Scope,
    id: string,
    action: string,
    make: CommandFor,
    alsoCommit?: AlsoCommit,
  ): Promise<Call> {
    return this.#queue.run(id, () =>
      retryOnConflict(async () => {
        const decided = await this.#decide(scope, id, action, make);
        return this.commit(scope, decided, alsoCommit?.(decided.call));
      }),
    );
  }

  /** Joins two calls of one member. @returns the one that goes on. @throws AppError as `Calls.join` */
  join(
    scope: Scope,
    { from, into }: { readonly from: string; readonly into: string },
    by: (from: Call, into: Call) => Joining['by'],
    alsoCommit?: AlsoCommit,
  ): Promise<Call> {
    const [first = from, second = into] = [from, into].sort();
    const cycle = async () => {
      const [ending, going] = [await this.#find(scope, from), await this.#find(scope, into)];
      const who = by(ending, going);
      const outcome = join({ from: ending, into: going, by: who }, this.#options.clock.nowMs());
      if (!outcome.ok) throw new AppError(outcome.code, { params: outcome.params });
      // Who moves is in the second call before the first ends: nobody is out of both between two events.
      const changes = [outcome.into, outcome.from];
      await this.#store(scope, changes, alsoCommit?.(outcome.into.call) ?? []);
      return outcome.into.call;
    };
    if (first === second) return cycle();
    // One order for all, so that nobody waits for a call of whoever waits for his.
    return this.#queue.run(first, () => this.#queue.run(second, () => retryOnConflict(cycle)));
  }

  /** As it is stored: for what is rare, and decided over more than one. */
  async #find(scope: Scope, id: string): Promise<Call> {
    const call = await this.#options.calls.find(scope.org, id);
    if (call === undefined) throw new AppError('call_not_found');
    requireReader(this.#trail, scope, call, 'transfer');
    return call;
  }

  /** Runs `task` between two commands of an active call. @throws AppError `call_not_found` | `call_ended`. */
  between<T>(scope: Scope, id: string, task: (call: Call) => T): Promise<T> {
    return this.#queue.run(id, async () => {
      const call =
        this.active.find(scope.org, id)?.call ?? (await this.#options.calls.find(scope.org, id));
      if (call === undefined) throw new AppError('call_not_found');
      requireReader(this.#trail, scope, call, 'signal');
      if (call.status === 'ended')
        throw new AppError('call_ended', { params: { reason: call.endReason ?? 'completed' } });
      const nowMs = this.#options.clock.nowMs();
      this.active.put(call, nowMs, true);
      this.active.touch(id, nowMs);
      return task(call);
    });
  }

  async commit(
    scope: Scope,
    { call, events }: Changed,
    extra: readonly Write[] = [],
    metadata = NO_METADATA,
  ): Promise<Call> {
    if (events.length > 0) await this.#store(scope, [{ ok: true, call, events }], extra, metadata);
    return call;
  }

  /** Changes all of them, or none. */
  async #store(
    scope: Scope,
    changes: readonly Changed[],
    extra: readonly Write[],
    metadata = NO_METADATA,
  ): Promise<void> {
    const { journal, calls, logger, clock } = this.#options;
    const puts = changes.flatMap(({ call }) => [calls.put(call), ...this.#erasure(call)]);
    const events = changes.flatMap(({ call, events: told }) => toNewEvents(call, told, metadata));
    try {
      await journal.commit({ scope, writes: [...puts, ...extra], events });
    } catch (error) {
      // Somebody else's state is newer than the one in memory.
      if (error instanceof VersionConflict)
        for (const { call } of changes) this.active.drop(call.id);
      throw error;
    }
    for (const { call } of changes) {
      this.#follow(call, false);
      // What the server does by itself, such as ending a ring, keeps no call alive.
      if (scope.principal.kind !== 'system') this.active.touch(call.id, clock.nowMs());
      logState(logger, scope, call);
    }
  }

  async #decide(scope: Scope, id: string, action: string, make: CommandFor): Promise<Changed> {
    const { calls, clock } = this.#options;
    const known = this.active.find(scope.org, id)?.call;
    if (known !== undefined) {
      requireReader(this.#trail, scope, known, action);
      const outcome = transition(known, make(known), clock.nowMs());
      if (outcome.ok) return outcome;
    }
    // A refusal is told from the stored state only: the one in memory may be behind.
    const stored = await calls.find(scope.org, id);
    if (stored === undefined) throw new AppError('call_not_found');
    if (known === undefined) requireReader(this.#trail, scope, stored, action);
    const outcome = transition(stored, make(stored), clock.nowMs());
    if (outcome.ok) return outcome;
    throw new AppError(outcome.code, { params: outcome.params });
  }

  /** What was said to connect a call is of no use after it, and is personal. */
  #erasure(call: Call): readonly Write[] {
    if (call.status !== 'ended' || this.active.find(call.org, call.id)?.hasSignals === false)
      return [];
    if (call.version === 1) return [];
    return [this.#options.eventLog.erasePersonal(call.org, streamOf(call.id), SIGNAL_EVENT)];
  }

  #follow(call: Call, hasSignals: boolean): void {
    this.active.put(call, this.#options.clock.nowMs(), hasSignals);
    this.#setTimer(call);
  }

  /** At the moment that its next callee stops ringing. */
  #setTimer(call: Call): void {
    this.#ringTimers.follow(call.id, nextRingTimeoutMs(call), () => {
      void this.#byItself(call.org, call.id, { type: 'ring_timeout' });
    });
  }

  async #byItself(org: string, id: string, command: CallCommand): Promise<void> {
    const { clock, logger } = this.#options;
    try {
      await this.command(systemScope(org), id, command.type, () => command);
      // The machine's clock may have been put back meanwhile: then the time is still to come.
      this.#followKnown(org, id);
    } catch (error) {
      logger.warn({ area: 'voip', call_id: id, error: asError(error) }, `${command.type} failed`);
      clock.schedule(RETRY_MS, () => this.#followKnown(org, id));
    }
  }

  #followKnown(org: string, id: string): void {
    const call = this.active.find(org, id)?.call;
    if (call !== undefined) this.#setTimer(call);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
