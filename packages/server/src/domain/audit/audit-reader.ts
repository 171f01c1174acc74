import type { Page, PageRequest, Scope } from '../../kernel/index.ts';
import { requireGrant } from '../access/index.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { AuditLog, StoredAudit } from './ports.ts';

/** The audit stream, read back; reading it is written down in it. */
export class AuditReader {
  readonly #log: AuditLog;
  readonly #trail: AuditTrail;

  constructor(log: AuditLog, trail: AuditTrail) {
    this.#log = log;
    this.#trail = trail;
  }

  /** @throws AppError `scope_missing` without `voip:admin` */
  async list(scope: Scope, page: PageRequest): Promise<Page<StoredAudit>> {
    requireGrant(scope, 'voip:admin');
    const found = await this.#log.list(scope.org, page);
    this.#trail.record(scope, { action: 'audit.read', target: 'org', outcome: 'allowed' });
    return found;
  }
}
