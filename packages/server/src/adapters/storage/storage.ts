import type { AuditLog } from '../../domain/audit/ports.ts';
import type { CallRepository } from '../../domain/calls/ports.ts';
import type { BlockRepository, UserRepository } from '../../domain/directory/ports.ts';
import type {
  ApiKeyRepository,
  CredentialRepository,
  InvitationRepository,
  ReceiptRepository,
  SessionRepository,
  SigningKeyRepository,
} from '../../domain/identity/ports.ts';

import type { RoomRepository } from '../../domain/rooms/ports.ts';

import type {
  DeviceRepository,
  ExtensionRepository,
  RegistrationRepository,
  TrunkRepository,
} from '../../domain/telephony/ports.ts';

import type { EventFeed, EventLog, Journal } from '../../kernel/index.ts';

export interface BrokenRecord {
  /** `evt_…` or `aud_…`. */
  readonly id: string;
  /** The event's position, or the audit record's number within its organisation. */
  readonly order: number;
  /** `hash`: the record or the one before it was changed, removed or added. */
  readonly reason: 'hash' | 'personal_value';
}

export interface ChainVerification {
  /** Records that verified, from the first. */
  readonly records: number;
  /**
   * The hash of the last one, base64url. Keep it elsewhere: a chain whose end was cut off verifies,
   * but no longer passes through this hash.
   */
  readonly head: string;
  readonly broken: BrokenRecord | null;
}

export interface AuditVerification {
  readonly ok: boolean;
  /** The chain over the event log: what was done. */
  readonly events: ChainVerification;
  /** The chain over the audit stream: what was refused, and who read or tried what. */
  readonly audits: ChainVerification;
}

/** A database behind the domain's ports. SQLite and PostgreSQL pass the same contract suite. */
export interface Storage {
  readonly journal: Journal;
  readonly eventLog: EventLog;
  readonly feed: EventFeed;
  readonly calls: CallRepository;
  readonly rooms: RoomRepository;
  readonly users: UserRepository;
  readonly blocks: BlockRepository;
  readonly extensions: ExtensionRepository;
  readonly devices: DeviceRepository;
  readonly registrations: RegistrationRepository;
  readonly trunks: TrunkRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly credentials: CredentialRepository;
  readonly invitations: InvitationRepository;
  readonly sessions: SessionRepository;
  readonly receipts: ReceiptRepository;
  readonly audit: AuditLog;
  /** Recomputes the hash chains of an organisation. Reads everything it has: minutes on a big log. */
  verifyAudit(org: string): Promise<AuditVerification>;
  /** @throws AppError `unavailable` when the database does not answer. */
  health(): Promise<void>;
  /** Commits what is under way, then lets go of the database. Later commits are `unavailable`. */
  close(): Promise<void>;
}
