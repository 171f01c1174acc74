import { type Static, Type } from 'typebox';
import { Timestamp } from './primitives.ts';

/** Who tried or read what, and how it ended (`GET /api/v1/audit`). */
export const AuditEntry = Type.Object(
  {
    id: Type.String(),
    actor: Type.String({ description: 'user:<id>, key:<id> or system' }),
    action: Type.String({ description: 'dotted: signin, token.issued, request.refused' }),
    target: Type.String({ description: 'user:<id>, key:<id>, call:<id>, org' }),
    outcome: Type.Enum(['allowed', 'refused', 'failed']),
    reason: Type.Union([Type.String(), Type.Null()]),
    source: Type.String({ description: 'http, ws, sip, agi, cli or system' }),
    created_at: Timestamp,
  },
  { $id: 'AuditEntry', additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;
