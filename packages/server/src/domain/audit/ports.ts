import type { AuditRecord, Page, PageRequest } from '../../kernel/index.ts';

/** An audit record as it is kept: chained by hash within its organisation. */
export interface StoredAudit extends AuditRecord {
  readonly id: string;
  readonly org: string;
  readonly actor: string;
  readonly source: string;
  readonly atMs: number;
}

export interface AuditLog {
  list(org: string, page: PageRequest): Promise<Page<StoredAudit>>;
}
