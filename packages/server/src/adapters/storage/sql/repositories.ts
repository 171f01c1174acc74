import type { Storage } from '../storage.ts';
import { SqlApiKeyRepository } from './api-key-repository.ts';
import { SqlAuditLog } from './audit-log.ts';
import { SqlBlockRepository } from './block-repository.ts';
import { SqlCallRepository } from './call-repository.ts';
import { SqlCredentialRepository } from './credential-repository.ts';
import { SqlDeviceRepository } from './device-repository.ts';
import type { Dialect, SqlReader } from './executor.ts';
import { SqlExtensionRepository } from './extension-repository.ts';
import { SqlInvitationRepository } from './invitation-repository.ts';
import { SqlReceiptRepository } from './receipt-repository.ts';
import { SqlRegistrationRepository } from './registration-repository.ts';
import { SqlRoomRepository } from './room-repository.ts';
import { SqlSessionRepository } from './session-repository.ts';
import { SqlSigningKeyRepository } from './signing-key-repository.ts';
import { SqlTrunkRepository } from './trunk-repository.ts';
import { SqlUserRepository } from './user-repository.ts';
import { verifyAudit } from './verify-audit.ts';

type Repositories = Omit<Storage, 'journal' | 'eventLog' | 'feed' | 'health' | 'close'>;

/** What both databases serve through the same SQL. */
export function sqlRepositories(db: SqlReader, dialect: Dialect): Repositories {
  return {
    calls: new SqlCallRepository(db, dialect),
    rooms: new SqlRoomRepository(db),
    users: new SqlUserRepository(db, dialect),
    blocks: new SqlBlockRepository(db, dialect),
    extensions: new SqlExtensionRepository(db, dialect),
    devices: new SqlDeviceRepository(db),
    registrations: new SqlRegistrationRepository(db),
    trunks: new SqlTrunkRepository(db),
    signingKeys: new SqlSigningKeyRepository(db),
    apiKeys: new SqlApiKeyRepository(db),
    credentials: new SqlCredentialRepository(db),
    invitations: new SqlInvitationRepository(db),
    sessions: new SqlSessionRepository(db),
    receipts: new SqlReceiptRepository(db),
    audit: new SqlAuditLog(db),
    verifyAudit: (org) => verifyAudit(db, org),
  };
}
