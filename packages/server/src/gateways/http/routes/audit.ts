import { AuditEntry, PageQuery, pageOf } from '@sky-genesis/protocol';
import type { AuditReader, StoredAudit } from '../../../domain/audit/index.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { timestamp } from './users-json.ts';

/** What was refused, and who read or tried what. */
export function auditRoutes(audit: AuditReader): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/audit',
      operationId: 'listAudit',
      tag: 'Audit',
      summary: 'The audit stream',
      auth: 'required',
      grant: 'voip:admin',
      query: PageQuery,
      responses: { 200: pageOf(AuditEntry) },
      handler: async ({ query }, { scope }) => {
        const page = await audit.list(scope, pageRequest(query));
        return { status: 200, body: pageReply(page, entryJson) };
      },
    }),
  ];
}

function entryJson(entry: StoredAudit): AuditEntry {
  const { id, actor, action, target, outcome, source } = entry;
  const reason = entry.reason ?? null;
  return { id, actor, action, target, outcome, reason, source, created_at: timestamp(entry.atMs) };
}
