export { AuditReader } from './audit-reader.ts';
export { AuditTrail } from './audit-trail.ts';
export type { AuditLog, StoredAudit } from './ports.ts';
export { auditRefusal, type RefusalSink } from './refusals.ts';
