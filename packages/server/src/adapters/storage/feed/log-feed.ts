import type { EventFeed, EventLog, Logger, RecordedEvent } from '../../../kernel/index.ts';

type Listener = (event: RecordedEvent) => void;

const BATCH = 500;

/**
 * Delivers the log to this process. What the process commits itself arrives directly, as long as it
 * follows what was delivered last; everything else is read from the log, in its order.
 */
export class LogFeed implements EventFeed {
  readonly #log: Pick<EventLog, 'readAll'>;
  readonly #logger: Logger;
  readonly #listeners = new Set<Listener>();
  #position: number;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #stopped = false;

  /** @param position what is not delivered any more: the last position when the process started. */
  constructor(log: Pick<EventLog, 'readAll'>, logger: Logger, position: number) {
    this.#log = log;
    this.#logger = logger;
    this.#position = position;
  }

  /** Position of the event delivered last. */
  get position(): number {
    return this.#position;
  }

  subscribe(listener: Listener): () => void {
    const own: Listener = (event) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Takes what this process has just committed, in the order of commit. */
  committed(events: readonly RecordedEvent[]): void {
    const first = events[0];
    if (first === undefined) return;
    if (this.#reading === null && first.position === this.#position + 1) this.#deliver(events);
    else void this.catchUp();
  }

  /** Reads what others may have committed. Resolves when the feed has delivered it. */
  catchUp(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
      if (this.#readAgain && !this.#stopped) void this.catchUp();
    });
    return this.#reading;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listeners.clear();
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#readAgain && !this.#stopped) {
        this.#readAgain = false;
        const events = await this.#log.readAll({ after: this.#position, limit: BATCH });
        this.#deliver(events);
        if (events.length === BATCH) this.#readAgain = true;
      }
    } catch (error) {
      // The next commit or the next poll reads on from the same position.
      this.#logger.warn({ area: 'storage', error: asError(error) }, 'the event log cannot be read');
    }
  }

  #deliver(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (this.#stopped || event.position <= this.#position) continue;
      this.#position = event.position;
      for (const listener of this.#listeners) this.#tell(listener, event);
    }
  }

  #tell(listener: Listener, event: RecordedEvent): void {
    try {
      listener(event);
    } catch (error) {
      const { id, type, position } = event;
      const fields = { area: 'storage', event: id, type, position, error: asError(error) } as const;
      this.#logger.error(fields, 'a listener of the event feed failed');
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
