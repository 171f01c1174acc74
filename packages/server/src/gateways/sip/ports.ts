import type { Authenticator, EnvelopeKey } from '../../domain/identity/index.ts';
import type { DeviceRepository, Trunk, TrunkBook } from '../../domain/telephony/index.ts';
import type { Grant, Secret } from '../../kernel/index.ts';

/** What the gateway needs to know who speaks to it. */
export interface SipIdentityParts {
  readonly authenticator: Authenticator;
  readonly devices: DeviceRepository;
  readonly envelope: EnvelopeKey;
  readonly trunks: TrunkBook;
  readonly trunkPassword: (trunk: Trunk) => Secret | undefined;
  /** What a user's phones may do; undefined for who is not active. */
  readonly grantsOf: (org: string, userId: string) => Promise<ReadonlySet<Grant> | undefined>;
}
