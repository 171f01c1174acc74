import type { AuditRecord, Journal, Logger, Scope } from '../../kernel/index.ts';

/** Records that have been accepted and are not durable yet; a flood of refusals ends here. */
const MAX_PENDING = 2000;

/**
 * Takes what was refused or read and writes it down beside the work, not before it: nobody waits
 * for it, and the journal puts all of a tick into one transaction.
 */
export class AuditTrail {
  readonly #journal: Journal;
  readonly #logger: Logger;
  readonly #pending = new Set<Promise<void>>();
  #dropped = 0;

  constructor(journal: Journal, logger: Logger) {
    this.#journal = journal;
    this.#logger = logger;
  }

  /** Records that could not be kept since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Never throws; what cannot be kept is counted and said in the log. */
  record(scope: Scope, audit: AuditRecord): void {
    if (this.#pending.size >= MAX_PENDING) {
      this.#drop(scope, audit, undefined);
      return;
    }
    const kept = this.#keep(scope, audit);
    this.#pending.add(kept);
    void kept.then(() => this.#pending.delete(kept));
  }

  /** Resolves when everything recorded so far is durable or dropped. */
  async flush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #keep(scope: Scope, audit: AuditRecord): Promise<void> {
    try {
      await this.#journal.commit({ scope, writes: [], events: [], audits: [audit] });
    } catch (error) {
      this.#drop(scope, audit, error instanceof Error ? error : undefined);
    }
  }

  #drop(scope: Scope, audit: AuditRecord, error: Error | undefined): void {
    this.#dropped += 1;
    const { action, target, outcome } = audit;
    const actor = `${scope.principal.kind}:${scope.principal.id}`;
    const fields = { area: 'identity', action, target, outcome, actor, error } as const;
    this.#logger.error(fields, 'an audit record could not be kept');
  }
}
