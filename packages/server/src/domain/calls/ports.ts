import type { Page, PageRequest, Write } from '../../kernel/index.ts';
import type { Call } from './call.ts';

/** Calls as they are kept. Storage adapters prove it by the shared contract suite. */
export interface CallRepository {
  find(org: string, id: string): Promise<Call | undefined>;
  /** Newest first. `state: 'ended'` is the history (CDR). `memberId` absent: of the whole organisation. */
  list(
    org: string,
    filter: { readonly memberId?: string; readonly state: 'active' | 'ended' },
    page: PageRequest,
  ): Promise<Page<Call>>;
  /** Every active call of every organisation, to set the timers again after a start. */
  listAllActive(): Promise<readonly Call[]>;
  /** Those of `userIds` who are connected or on hold in some active call of the organisation. */
  usersInConversation(org: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Stores `call`, whose version must be the stored one plus one (1: it is new).
   * The commit throws VersionConflict otherwise.
   */
  put(call: Call): Write;
}

export type ResolvedParticipant =
  | { readonly kind: 'user'; readonly userId: string }
  /** `dialable`: an outbound route leads there. */
  | { readonly kind: 'external'; readonly uri: string; readonly dialable: boolean };

/** Who can be called. Implemented over the directory. */
export interface Participants {
  /** The addresses that mean somebody; one that is missing from the answer is unknown. */
  resolve(
    org: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, ResolvedParticipant>>;
  /** Those of `userIds` who have blocked `callerId`. */
  blockers(org: string, callerId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Whether a user has a live connection now. Implemented over presence. */
export interface Connectivity {
  isConnected(org: string, userId: string): boolean;
}
