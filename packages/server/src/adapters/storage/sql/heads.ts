export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** Reads where numbering stands. Called inside the transaction that holds the writer's lock. */
export interface HeadSource {
  /** The last number of the stream; 0 for a stream without events. */
  streamSeq(org: string, stream: string): number;
  /** The hash of the organisation's last event. */
  eventHash(org: string): string;
  auditHead(org: string): AuditHead;
}

/** Streams remembered between groups; a call that has been quiet for longer is read again. */
const MAX_STREAMS = 20_000;

/**
 * Numbers events without reading the log each time. Positions have no gaps and every event moves
 * the position, so an unchanged last position proves that no other process has written events.
 */
export class Heads {
  readonly #source: HeadSource;
  readonly #streams = new Map<string, number>();
  readonly #chains = new Map<string, string>();
  readonly #audits = new Map<string, AuditHead>();
  #position = -1;

  constructor(source: HeadSource) {
    this.#source = source;
  }

  /** Starts a group: `lastPosition` as the database has it, read under the lock. */
  begin(lastPosition: number): void {
    if (lastPosition !== this.#position) this.forget();
    if (this.#streams.size > MAX_STREAMS) this.#streams.clear();
    this.#audits.clear();
    this.#position = lastPosition;
  }

  /** After a group that failed: what it had numbered was not written. */
  forget(): void {
    this.#streams.clear();
    this.#chains.clear();
    this.#audits.clear();
    this.#position = -1;
  }

  nextPosition(): number {
    this.#position += 1;
    return this.#position;
  }

  nextSeq(org: string, stream: string): number {
    const key = `${org}\n${stream}`;
    const seq = (this.#streams.get(key) ?? this.#source.streamSeq(org, stream)) + 1;
    this.#streams.set(key, seq);
    return seq;
  }

  eventHash(org: string): string {
    return this.#chains.get(org) ?? this.#source.eventHash(org);
  }

  setEventHash(org: string, hash: string): void {
    this.#chains.set(org, hash);
  }

  auditHead(org: string): AuditHead {
    return this.#audits.get(org) ?? this.#source.auditHead(org);
  }

  setAuditHead(org: string, head: AuditHead): void {
    this.#audits.set(org, head);
  }
}
