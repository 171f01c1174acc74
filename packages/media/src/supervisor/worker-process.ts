import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import type { EngineEvents } from '../engine/engine-events.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import type { WorkerCommand } from '../worker/commands.ts';
import { readMessage, type WorkerMessage, type WorkerResult } from '../worker/messages.ts';

const ENTRY = new URL('../worker/main.ts', import.meta.url);
/** glibc gives each thread memory of its own otherwise, which handshakes leave in pieces. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1' };
/**
 * Almost nothing lives that forwarding allocates, so a small nursery is emptied as cheaply as a large one; and what
 * lives grows with the participants, not with time, so it needs no room to grow into.
 */
const HEAP = ['--max-semi-space-size=2', '--heap-growing-percent=10'];
const ANSWER_MS = 5000;
const END_MS = 2000;

/** A command that a worker refused; `code` is that of the error it met. */
export class MediaRefused extends Error {
  override readonly name = 'MediaRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The worker ended, or did not answer in time. */
export class WorkerGone extends Error {
  override readonly name = 'WorkerGone';
  readonly code = 'worker_gone';
}

export interface WorkerOptions {
  readonly bindAddress: string;
  /** As in `SupervisorOptions`. */
  readonly ports?: PortLimits;
  readonly announcedAddresses?: readonly string[];
  /** For telephones. */
  readonly rtpPorts?: PortLimits;
  /** Bound for telephones, of their family; `bindAddress` when absent. */
  readonly rtpAddress?: string;
}

export interface WorkerEvents extends EngineEvents {
  /** Told once. */
  exited(): void;
}

/** One worker process and the requests that wait for its answer. */
export class WorkerProcess {
  readonly ready: Promise<void>;
  load = { loopLagMs: 0, participants: 0, consumers: 0 };
  readonly #child: ChildProcess;
  readonly #events: WorkerEvents;
  readonly #ready = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, PromiseWithResolvers<WorkerResult>>();
  /** What each participant receives, as last asked for. */
  readonly #received = new Map<string, number>();
  #requests = 0;
  #serving = false;

  constructor(options: WorkerOptions, events: WorkerEvents) {
    const { bindAddress, ports, announcedAddresses = [], rtpPorts, rtpAddress } = options;
    this.#events = events;
    this.ready = this.#ready.promise;
    const args = [
      ...['--bind', bindAddress],
      ...(ports === undefined ? [] : ['--ports', `${ports.min}-${ports.max}`]),
      ...announcedAddresses.flatMap((address) => ['--announce', address]),
      ...(rtpAddress === undefined ? [] : ['--rtp-bind', rtpAddress]),
      ...(rtpPorts === undefined ? [] : ['--rtp-ports', `${rtpPorts.min}-${rtpPorts.max}`]),
    ];
    // Nothing of our environment is a worker's business: it may hold secrets.
    this.#child = fork(ENTRY, args, {
      env: { ...ALLOCATOR, ...compileCache() },
      execArgv: ['--disable-warning=ExperimentalWarning', ...HEAP],
    });
    this.#child.on('message', (value) => this.#take(readMessage(value)));
    this.#child.once('exit', () => this.#end());
    this.#child.on('error', () => this.kill());
    this.ready.then(
      () => {
        this.#serving = true;
      },
      () => undefined,
    );
  }

  /** Whether it has come up: until then it keeps whoever asks waiting. */
  get serving(): boolean {
    return this.#serving;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How many consumers more a command asks for. */
  growth(command: WorkerCommand): number {
    const wanted = wantedBy(command);
    if (wanted === undefined) return 0;
    return Math.max(0, wanted.count - (this.#received.get(wanted.participant) ?? 0));
  }

  /** @throws MediaRefused, or WorkerGone when the worker ends or is silent for 5 s */
  async request(command: WorkerCommand): Promise<WorkerResult> {
    await this.ready;
    if (!this.#child.connected) throw new WorkerGone('The media worker has ended.');
    const takeBack = this.#count(command);
    this.#requests += 1;
    const id = this.#requests;
    const waiting = Promise.withResolvers<WorkerResult>();
    this.#waiting.set(id, waiting);
    const late = () => waiting.reject(new WorkerGone('The media worker did not answer.'));
    const timer = setTimeout(late, ANSWER_MS);
    this.#child.send({ id, command });
    try {
      return await waiting.promise;
    } catch (error) {
      takeBack();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Lets the worker end; resolves when it has. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.kill(), END_MS);
    await exited;
    clearTimeout(timer);
  }

  /** Counts at once what a command asks for: the worker's own report comes once a second. @returns what undoes it */
  #count(command: WorkerCommand): () => void {
    const wanted = wantedBy(command);
    if (wanted === undefined) return () => undefined;
    const { participant, count } = wanted;
    const before = this.#received.get(participant);
    const more = this.growth(command);
    this.load = { ...this.load, consumers: this.load.consumers + more };
    this.#received.set(participant, count);
    return () => {
      this.load = { ...this.load, consumers: Math.max(0, this.load.consumers - more) };
      if (before === undefined) this.#received.delete(participant);
      else this.#received.set(participant, before);
    };
  }

  #take(message: WorkerMessage | undefined): void {
    switch (message?.kind) {
      case 'ready':
        this.#ready.resolve();
        return;
      case 'result':
        this.#waiting.get(message.id)?.resolve(message.result);
        return;
      case 'refusal':
        this.#waiting.get(message.id)?.reject(new MediaRefused(message.code, message.message));
        return;
      case 'state':
        if (message.state === 'closed') this.#received.delete(message.participant);
        this.#events.state(message.participant, message.state, message.reason);
        return;
      case 'speakers':
        this.#events.speakers(message.room, message.speakers);
        return;
      case 'quality':
        this.#events.quality(message.room, message.reports);
        return;
      case 'demand':
        this.#events.demand(message.participant, message.uplinks);
        return;
      case 'played':
        this.#events.played(message.participant);
        return;
      case 'dtmf':
        this.#events.dtmf(message.participant, message.digit, message.durationMs);
        return;
      case 'load':
        this.load = message;
        return;
      case undefined:
        return;
      default:
        message satisfies never;
    }
  }

  #end(): void {
    const gone = new WorkerGone('The media worker has ended.');
    this.#ready.reject(gone);
    for (const { reject } of this.#waiting.values()) reject(gone);
    this.#events.exited();
  }
}

/** Whoever started us has its compiled code somewhere, or nowhere: so have we. */
function compileCache(): Readonly<Record<string, string>> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

/** How much a command has a participant receive, in all; undefined for one that leaves it as it is. */
function wantedBy(command: WorkerCommand) {
  if (command.kind !== 'receive' && command.kind !== 'join') return undefined;
  const { participant, producers } = command;
  return producers === undefined ? undefined : { participant, count: producers.length };
}
